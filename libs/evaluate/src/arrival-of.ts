import type { Observation } from '@panto/model';
import type { Seen } from './memory';
import { isHeld } from './past';

/** What a Result is to a Check: nothing of its business, known already, older than the newest, or new. */
export type Arrival = 'unassigned' | 'duplicate' | 'late' | 'new';

/** What a Result is to a Check that has not seen it yet. */
export function arrivalOf({ configuration, newest, past }: Seen, { timestamp }: Observation): Arrival {
  if (configuration === null) return 'unassigned';
  if (newest === null || timestamp > newest) return 'new';
  return timestamp === newest || isHeld(past, timestamp) ? 'duplicate' : 'late';
}
