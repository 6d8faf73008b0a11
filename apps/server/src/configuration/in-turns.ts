import { setImmediate as turn } from 'node:timers/promises';

/** Maximum time without yielding to the event loop, ms. */
const longest = 20;

/** Yields to the event loop when called, if the last yield was long ago. */
export function givingTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longest) return;
    await turn();
    since = performance.now();
  };
}

/** Runs stepwise work to its end, yielding to the event loop in between. */
export async function inTurns<Value>(work: Generator<undefined, Value>): Promise<Value> {
  const giveTurn = givingTurns();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await giveTurn();
  }
}
