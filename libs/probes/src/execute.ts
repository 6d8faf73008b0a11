import { z } from 'zod';
import { errorText, failureOf, TargetFailure } from './failure';
import { toMeasurement, unmeasured, type Measurement } from './measurement';
import { failed, type Outcome, type Probe, type ProbeContext } from './probe';
import { ProbeError } from './probe-error';

/** The environment of an execution; timeout and signal of the context come from the parameters. */
export type Surroundings = Omit<ProbeContext, 'timeout' | 'signal'>;

/** How far an execution may exceed its timeout before the process itself must have been stalled, ms. */
const slack = 1_000;

/**
 * Runs a Probe once. Total: what goes wrong is a failure (the Target is not up) or an error (the Probe could
 * not run). A timeout is a failure of a remote Probe, and an error of a local one. Null: the process was
 * stopped or got no CPU for so long that nothing it found can be held against the Target.
 */
export async function execute(
  probe: Probe,
  parameters: unknown,
  surroundings: Surroundings,
): Promise<Measurement | null> {
  const parsed = probe.parameters.safeParse(parameters);
  if (!parsed.success) return unmeasured(`parameters: ${faultsOf(parsed.error).join('; ')}`);
  const { clock } = surroundings;
  const timeout = timeoutOf(parsed.data);
  const started = clock.elapsed();
  const outcome = await withTimeout(probe, timeout, (signal) =>
    probe.run(parsed.data, { ...surroundings, timeout, signal }),
  ).catch((error: unknown) => judge(error));
  const took = clock.elapsed() - started;
  if (took > timeout + slack) return null;
  return typeof outcome === 'string' ? unmeasured(outcome) : toMeasurement(outcome, took / 1000);
}

/** The faults of the parameters of a Probe, one sentence each; empty if there are none. */
export function parameterFaults(probe: Probe, parameters: unknown): readonly string[] {
  const parsed = probe.parameters.safeParse(parameters);
  return parsed.success ? [] : faultsOf(parsed.error);
}

function faultsOf(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '));
}

const timed = z.object({ timeout: z.number().positive() });

function timeoutOf(parameters: unknown): number {
  return timed.parse(parameters).timeout;
}

/** A failure if the error is a network error, else the text of an error. */
function judge(error: unknown): Outcome | string {
  if (error instanceof ProbeError) return `${error.code}: ${error.message}`;
  if (error instanceof TargetFailure) return failed(error.reason, error.message, error.metrics);
  const reason = failureOf(error);
  return reason === null ? `system: ${errorText(error)}` : failed(reason, errorText(error));
}

/**
 * The Probe may ignore the signal (a file system that hangs); the timeout wins the race all the same. If the
 * Probe does react to the signal, one thing counts: that no name had been resolved by then.
 */
async function withTimeout(
  probe: Probe,
  timeout: number,
  run: (signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      const text = `no answer within ${timeout} ms`;
      setImmediate(() => {
        if (probe.kind === 'remote') resolve(failed('timeout', text));
        else reject(new ProbeError('timeout', text));
      });
    }, timeout);
  });
  const inTime = run(controller.signal).catch((error: unknown) => {
    if (controller.signal.aborted && !isUnresolved(error)) return late;
    throw error;
  });
  try {
    return await Promise.race([late, inTime]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

function isUnresolved(error: unknown): boolean {
  return error instanceof ProbeError && error.code === 'unresolved';
}
