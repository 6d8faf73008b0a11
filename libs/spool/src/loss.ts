/** Records that will never be read: the spool was full, a file was damaged, or the last write was cut short. */
export interface Loss {
  readonly reason: 'full' | 'damaged' | 'torn';
  /** How many; a torn tail is one write that nobody was told had succeeded, so it counts as none. */
  readonly records: number;
  readonly bytes: number;
}
