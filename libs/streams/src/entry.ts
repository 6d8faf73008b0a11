import type { Dirtiable } from './dirty-keys';
import type { Timed } from './timer-heap';

/** What a partition holds of a key. */
export interface Entry<Memory> extends Timed, Dirtiable {
  memory: Memory;
  /** During a restore: next offset of the stream that the memory has not seen. */
  covers: number;
  /**
   * No snapshot could be read: during a restore, outputs are recomputed by deciding again, silently, and the next
   * snapshot includes all parts.
   */
  rebuild: boolean;
}
