import { setImmediate as turn } from 'node:timers/promises';

/** Longest time without a turn for everything else that the process does, ms. */
const longest = 20;

/** Does work that comes in steps to its end, and gives everything else its turn in between. */
export async function inTurns<Value>(work: Generator<undefined, Value>): Promise<Value> {
  for (let since = performance.now(); ;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < longest) continue;
    await turn();
    since = performance.now();
  }
}
