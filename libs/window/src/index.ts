export {
  dropBefore,
  forked,
  grow,
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
  until,
} from './series';
export type { PackedChunk, Sample } from './packed-chunk';
export { newestSlope, type SlopeOptions } from './newest-slope';
export { prefetch } from './prefetch';
export {
  dayNames,
  nextWindow,
  windowAt,
  type DayName,
  type RecurringWindow,
  type Span,
} from './recurring-window';
export { isTimeZone } from './time-zone';
