import type { z } from 'zod';
import type { FailureReason } from './failure';
import type { Resolve } from './permitted-lookup';

/** The metrics of one execution by type, as they go on the wire; a name stands in one map only. */
export interface MetricMaps {
  readonly ints: Readonly<Record<string, number | bigint>>;
  readonly floats: Readonly<Record<string, number>>;
  readonly strings: Readonly<Record<string, string>>;
  readonly bools: Readonly<Record<string, boolean>>;
}

/** What a Probe found: `failure` is null when the Target does what it should. */
export interface Outcome {
  readonly failure: { readonly reason: FailureReason; readonly text: string } | null;
  readonly metrics: Partial<MetricMaps>;
}

/** Documentation of one metric. */
export interface MetricDescription {
  readonly type: 'int' | 'float' | 'string' | 'bool';
  readonly text: string;
}

/** Two clocks, both in ms. */
export interface Clock {
  /** Wall clock since 1970, for timestamps and the validity of certificates. */
  now(): number;
  /** A clock that never steps, for durations. */
  elapsed(): number;
}

/** What a Probe is given beside its parameters. */
export interface ProbeContext {
  readonly target: { readonly name: string; readonly address: string };
  /** How long the whole execution may take, ms. */
  readonly timeout: number;
  /** Aborted at the timeout, or when the execution is called off. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Who knows the addresses of hosts; the resolver of the system unless another is given. */
  readonly resolve?: Resolve;
  /** Whether the Probe may talk to this IP address; asked after the name was resolved. */
  readonly permits: (address: string) => boolean;
  /** A regular expression that cannot run away in time; throws on a bad pattern. */
  readonly matcher: (pattern: string) => (text: string) => boolean;
}

/** A kind of test or measurement. `local`: of the machine it runs on; `remote`: over the network. */
export interface Probe<Parameters extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly kind: 'local' | 'remote';
  /** One sentence for the documents. */
  readonly summary: string;
  /** Refuses unknown keys, fills in defaults; has a `timeout`. */
  readonly parameters: Parameters;
  /** Every metric it can give, beside those that all Probes give. */
  readonly metrics: Readonly<Record<string, MetricDescription>>;
  /** Rejects with a `ProbeError` when it could not run; a network error that it rejects with is a failure. */
  run(parameters: z.output<Parameters>, context: ProbeContext): Promise<Outcome>;
}

/** Metrics that `execute` adds to those of the Probe. */
export const commonMetrics: Readonly<Record<string, MetricDescription>> = {
  up: { type: 'bool', text: 'True when the Target did what it should.' },
  'duration-seconds': { type: 'float', text: 'How long the execution took.' },
  failure: { type: 'string', text: 'If `up` is false: the reason, one word of the list below.' },
  'failure-text': { type: 'string', text: 'If `up` is false: the reason as a sentence.' },
};

/** The outcome of a Target that does what it should. */
export function measured(metrics: Partial<MetricMaps>): Outcome {
  return { failure: null, metrics };
}

/** The outcome of a Target that was reached, or should have been, and does not do what it should. */
export function failed(reason: FailureReason, text: string, metrics: Partial<MetricMaps> = {}): Outcome {
  return { failure: { reason, text }, metrics };
}
