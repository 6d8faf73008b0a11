export type { Codec, InputTopic, LogRecord, OutRecord, Read, Topology, Write } from './topology';
export type { SnapshotPace } from './dirty-keys';
export { type DriverOptions, type DriverRecord, type DriverState, TopologyDriver } from './driver';
export type { Counts, Effects } from './effects';
export { tickKey } from './tick';
export { TimerHeap, type Timed } from './timer-heap';
