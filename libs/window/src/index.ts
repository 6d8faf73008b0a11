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
  type Sample,
  type Series,
} from './series';
export { slope } from './slope';
export { unwrapCounter } from './unwrap-counter';
