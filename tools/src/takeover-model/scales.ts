import type { Input } from './fold';
import type { Budget } from './world';

/** How large a world is explored. */
export interface Scale {
  readonly input: Input;
  readonly standbys: boolean;
  readonly budget: Budget;
}

/** Something is said about the first record, nothing about the second. */
const toldThenQuiet: Input = { records: 2, quiet: [1], batch: 1 };
const quietThenTold: Input = { records: 2, quiet: [0], batch: 1 };

const nothing: Budget = { deaths: 0, moves: 0, timeouts: 0, repeats: 0 };
/** Without an end, and still there is an end to the states (`settle`). */
const anything: Budget = { ...nothing, deaths: Infinity, moves: Infinity, timeouts: Infinity };

/** What is explored: the small ones show mistakes, those where anything may happen show that there is none. */
export const scales = {
  move: { input: quietThenTold, standbys: false, budget: { ...nothing, moves: 1 } },
  moveWithStandbys: { input: quietThenTold, standbys: true, budget: { ...nothing, moves: 1 } },
  death: { input: quietThenTold, standbys: false, budget: { ...nothing, deaths: 1 } },
  deathAfterOutput: { input: toldThenQuiet, standbys: false, budget: { ...nothing, deaths: 1 } },
  anything: { input: toldThenQuiet, standbys: false, budget: anything },
  anythingWithStandbys: { input: { ...toldThenQuiet, records: 1 }, standbys: true, budget: anything },
  repeat: { input: { ...toldThenQuiet, quiet: [] }, standbys: false, budget: { ...nothing, repeats: 1 } },
  large: { input: { records: 3, quiet: [1], batch: 2 }, standbys: true, budget: anything },
} as const satisfies Readonly<Record<string, Scale>>;
