import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a time or until the signal aborts; never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
