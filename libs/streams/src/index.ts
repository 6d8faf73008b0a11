export {
  type Change,
  type Codec,
  type InputTopic,
  type LogRecord,
  type MemoryPart,
  type OutRecord,
  type Read,
  type Topology,
  wholeMemory,
  type Write,
} from './topology';
export type { SnapshotPace } from './dirty-keys';
export { type CommitPoint, commitPoints, type CommitPointHook } from './commit-point';
export { type DeadLetter, deadLetter, readDeadLetter } from './dead-letter';
export { type DriverOptions, type DriverRecord, type DriverState, TopologyDriver } from './driver';
export type { Counts, Effects } from './effects';
export { tickKey } from './tick';
export { TimerHeap, type Timed } from './timer-heap';
export {
  type Append,
  type Appender,
  type Feed,
  type FeedListener,
  type Following,
  type GroupOptions,
  type Log,
  isPartitionUnavailable,
  LogError,
  type LogErrorCode,
  type Membership,
  type Reader,
  type TopicPartition,
  type TopicPartitionOffset,
  type Transaction,
  type Writer,
} from './log';
export { type Logger, silentLogger } from './logger';
export { type Meter, silentMeter } from './meter';
export { defaultRunSettings, type RunSettings } from './run-settings';
export { type RunningTopology, type RunOptions, runTopology } from './run-topology';
export { MemoryBroker } from './memory-broker';
export { MemoryLog } from './memory-log';
export { partitionsOf } from './partitions-of';
export { type EachChunk, type Range, readRange, type ReadLimits, readTo } from './read-range';
export { Signal } from './signal';
export { counting, type CountInput, type CountMemory, type CountOutput } from './counting';
export { type LogLaw, logLaws } from './log-laws';
