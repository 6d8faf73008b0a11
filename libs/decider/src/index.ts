export type { Decider } from './decider';
export { replay } from './replay';
export { step, type Step } from './step';
