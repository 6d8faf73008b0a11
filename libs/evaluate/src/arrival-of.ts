import type { Observation } from '@panto/model';
import type { Seen } from './memory';
import { isHeld } from './past';

/** How a Check classifies a Result: not its business, already known, older than the newest, or new. */
export type Arrival = 'unassigned' | 'duplicate' | 'late' | 'new';

/** Classifies a Result that the Check has not seen yet. */
export function arrivalOf({ configuration, newest, past }: Seen, { timestamp }: Observation): Arrival {
  if (configuration === null) return 'unassigned';
  if (newest === null || timestamp > newest) return 'new';
  return timestamp === newest || isHeld(past, timestamp) ? 'duplicate' : 'late';
}
