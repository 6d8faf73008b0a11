export { differences } from './differences';
export { expectation, type Expectation } from './oracle';
export type { Line } from './recording';
