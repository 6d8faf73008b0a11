import type { Input } from './fold';
import type { Setting } from './rules';
import type { Budget } from './world';

/** The size of the world to explore. */
export interface Scale extends Omit<Setting, 'rules'> {
  readonly budget: Budget;
}

/** The first record produces output, the second does not. */
const toldThenQuiet: Input = { records: 2, quiet: [1], batch: 1 };
const quietThenTold: Input = { records: 2, quiet: [0], batch: 1 };

const nothing: Budget = { deaths: 0, moves: 0, timeouts: 0, repeats: 0 };
/** Unlimited, and yet the number of states is finite (`settle`). */
const anything: Budget = { ...nothing, deaths: Infinity, moves: Infinity, timeouts: Infinity };

const alone = { standbys: false, alarms: true };
const aMove: Budget = { ...nothing, moves: 1 };
const aDeath: Budget = { ...nothing, deaths: 1 };

/** What is explored: the small scales expose mistakes, those where anything may happen show that there are none. */
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
  repeatAndAnything: {
    ...alone,
    alarms: false,
    input: { ...toldThenQuiet, quiet: [] },
    budget: { deaths: 1, moves: 1, timeouts: 0, repeats: 1 },
  },
  large: {
    standbys: true,
    alarms: true,
    input: { records: 3, quiet: [1], batch: 2 },
    budget: anything,
  },
} as const satisfies Readonly<Record<string, Scale>>;
