export { describeProbes } from './document';
export { execute, parameterFaults, type Surroundings } from './execute';
export { failureReasons, type FailureReason } from './failure';
export { unmeasured, type Measurement } from './measurement';
export { measured } from './probe';
export type { Clock, MetricDescription, MetricMaps, Probe, ProbeContext } from './probe';
export { ProbeError, type ProbeErrorCode } from './probe-error';
export { probes } from './probes';
