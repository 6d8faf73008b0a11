export {
  dropBefore,
  has,
  insert,
  keepNewest,
  nearest,
  newest,
  newestTime,
  oldestTime,
  samples,
  seriesFrom,
  seriesOf,
  type Columns,
  type Sample,
  type Series,
} from './series';
export type { PackedChunk } from './packed-chunk';
export { slope } from './slope';
export { unwrapCounter } from './unwrap-counter';
