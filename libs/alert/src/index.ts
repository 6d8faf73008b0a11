export { alertDecider, type AlertInput, type AlertOutput, type AlertSettings } from './alert-decider';
export { blank, type AlertMemory, type Episode } from './memory';
