/** Why a Probe could not run; the Result is then an error. */
export type ProbeErrorCode =
  | 'parameters'
  | 'not-permitted'
  | 'missing-program'
  | 'unsupported'
  | 'system'
  | 'timeout'
  | 'unresolved'
  | 'unknown-probe';

/** Thrown by a Probe that could not run: nothing was learnt about the Target. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';

  constructor(
    readonly code: ProbeErrorCode,
    text: string,
    options?: ErrorOptions,
  ) {
    super(text, options);
  }
}
