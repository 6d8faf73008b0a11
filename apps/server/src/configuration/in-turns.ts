import { setImmediate as turn } from 'node:timers/promises';

/** Longest time without a turn for everything else that the process does, ms. */
const longest = 20;

/** Gives everything else its turn when it is called and the last turn was long ago. */
export function givingTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longest) return;
    await turn();
    since = performance.now();
  };
}

/** Does work that comes in steps to its end, and gives everything else its turn in between. */
export async function inTurns<Value>(work: Generator<undefined, Value>): Promise<Value> {
  const giveTurn = givingTurns();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await giveTurn();
  }
}
