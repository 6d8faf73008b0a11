export {
  dropBefore,
  has,
  insert,
  keepNewest,
  nearest,
  newestTime,
  oldestTime,
  samples,
  seriesFrom,
  seriesOf,
  type Series,
} from './series';
export type { PackedChunk, Sample } from './packed-chunk';
export { newestSlope, type SlopeOptions } from './newest-slope';
