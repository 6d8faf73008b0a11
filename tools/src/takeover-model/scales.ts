import type { Input } from './fold';
import type { Setting } from './rules';
import type { Budget } from './world';

/** How large a world is explored. */
export interface Scale extends Omit<Setting, 'rules'> {
  readonly budget: Budget;
}

/** Something is said about the first record, nothing about the second. */
const toldThenQuiet: Input = { records: 2, quiet: [1], batch: 1 };
const quietThenTold: Input = { records: 2, quiet: [0], batch: 1 };

const nothing: Budget = { deaths: 0, moves: 0, timeouts: 0, repeats: 0 };
/** Without an end, and still there is an end to the states (`settle`). */
const anything: Budget = { ...nothing, deaths: Infinity, moves: Infinity, timeouts: Infinity };

const alone = { standbys: false, alarms: true };
const aMove: Budget = { ...nothing, moves: 1 };
const aDeath: Budget = { ...nothing, deaths: 1 };

/** What is explored: the small ones show mistakes, those where anything may happen show that there is none. */
export const scales = {
  moveAlarmed: { ...alone, input: quietThenTold, budget: aMove },
  moveWithStandbys: { standbys: true, alarms: false, input: quietThenTold, budget: aMove },
  moveAfterOutput: { ...alone, alarms: false, input: toldThenQuiet, budget: aMove },
  death: { ...alone, input: quietThenTold, budget: aDeath },
  deathAfterOutput: { ...alone, input: toldThenQuiet, budget: aDeath },
  anything: { ...alone, input: toldThenQuiet, budget: anything },
  anythingWithStandbys: {
    standbys: true,
    alarms: true,
    input: { ...toldThenQuiet, records: 1 },
    budget: anything,
  },
  repeat: { ...alone, input: { ...toldThenQuiet, quiet: [] }, budget: { ...nothing, repeats: 1 } },
  large: {
    standbys: true,
    alarms: true,
    input: { records: 3, quiet: [1], batch: 2 },
    budget: anything,
  },
} as const satisfies Readonly<Record<string, Scale>>;
