export { ArrivalClock, clockAheadLimit, type Arrival } from './arrival-clock';
export { Simulation, type Decision } from './simulation';
export { alertTopology, type AlertStage } from './alert-topology';
export type { CheckReading } from './check-input';
export { readKey, type RecordKey } from './record-key';
export { stateTopology, type StateStage } from './state-topology';
export type { ValueCodec } from './value-codec';
export { notifyTopology, type NotifyStage } from './notify-topology';
