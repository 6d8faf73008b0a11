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
  type Series,
} from './series';
export type { PackedChunk, Sample } from './packed-chunk';
export { slope } from './slope';
export { unwrapCounter } from './unwrap-counter';
