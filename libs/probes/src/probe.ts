import type { z } from 'zod';
import type { FailureReason } from './failure';
import type { Resolve } from './permitted-lookup';

/** The metrics of one execution by type, as on the wire; a name is in one map only. */
export interface MetricMaps {
  readonly ints: Readonly<Record<string, number | bigint>>;
  readonly floats: Readonly<Record<string, number>>;
  readonly strings: Readonly<Record<string, string>>;
  readonly bools: Readonly<Record<string, boolean>>;
}

/** The findings of a Probe: `failure` is null if the Target does what it should. */
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

/** What a Probe receives besides its parameters. */
export interface ProbeContext {
  readonly target: { readonly name: string; readonly address: string };
  /** Maximum duration of the whole execution, ms. */
  readonly timeout: number;
  /** Aborted at the timeout, or when the execution is cancelled. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Resolves host names; the system's resolver unless given. */
  readonly resolve?: Resolve;
  /** Whether the Probe may talk to this IP address; called after the name was resolved. */
  readonly permits: (address: string) => boolean;
  /** Compiles a regular expression with bounded running time; throws on a bad pattern. */
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
  /** Every metric it can produce, besides those of all Probes. */
  readonly metrics: Readonly<Record<string, MetricDescription>>;
  /** Rejects with a `ProbeError` if it could not run; rejecting with a network error counts as a failure. */
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
