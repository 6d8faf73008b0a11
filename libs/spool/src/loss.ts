/** Records that will never be read: the spool was full, a file was damaged, or the last write was cut short. */
export interface Loss {
  readonly reason: 'full' | 'damaged' | 'torn';
  /** How many. A torn tail counts as none: it is a write that was never acknowledged. */
  readonly records: number;
  readonly bytes: number;
}
