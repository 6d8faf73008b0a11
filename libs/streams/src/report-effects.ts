import type { Effects } from './effects';
import type { Meter } from './meter';

/** Reports to the meter what a partition counted on the way to effects that are committed. */
export function reportEffects(meter: Meter, { taken, skipped, dead, notes }: Effects): void {
  for (const [topic, count] of taken) meter.taken(topic, count);
  for (const [reason, count] of skipped) meter.skipped(reason, count);
  for (const [reason, count] of dead) meter.deadLettered(reason, count);
  for (const [reason, count] of notes) meter.noted(reason, count);
}
