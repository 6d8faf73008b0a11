import type { Dirtiable } from './dirty-keys';
import type { Timed } from './timer-heap';

/** What a partition holds of a key. */
export interface Entry<Memory> extends Timed, Dirtiable {
  memory: Memory;
  /** While restoring: next offset of the stream that the memory has not seen. */
  covers: number;
  /**
   * No snapshot could be read: while restoring, what was said is found again by deciding again, silently, and the next
   * snapshot is one of all its parts.
   */
  rebuild: boolean;
}
