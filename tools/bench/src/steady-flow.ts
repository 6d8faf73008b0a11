import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from './bed';

/** A flow of Results: from a number of Checks in turn, at a rate per second, for a duration (ms). */
export interface Flow {
  readonly checks: number;
  readonly rate: number;
  readonly duration: number;
}

/**
 * Produces at the rate, in small batches; the timestamp of a Result is the moment when it is sent. Returns the number
 * sent.
 */
export async function steadily(source: Source, { checks, rate, duration }: Flow): Promise<number> {
  const began = performance.now();
  let sent = 0;
  for (let passed = 0; passed < duration; passed = performance.now() - began) {
    const due = Math.floor((passed * rate) / 1000);
    const now = Date.now();
    for (; sent < due; sent++) {
      const waits = source.send(sent % checks, now);
      if (waits !== undefined) await waits;
    }
    source.sender.pushAll();
    await sleep(5);
  }
  await source.sender.flush();
  return sent;
}
