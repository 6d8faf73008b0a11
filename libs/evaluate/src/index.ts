export type { Matcher } from './compare';
export { blank, deadlineOf, type CheckMemory, type Said, type Seen } from './memory';
export type { Fields, Past } from './past';
export type { EvaluateSettings } from './plan';
export { stateDecider, type StateInput, type StateNote, type StateOutput } from './state-decider';
