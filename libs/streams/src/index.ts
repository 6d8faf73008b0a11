export type { Codec, InputTopic, LogRecord, OutRecord, Read, Topology, Write } from './topology';
