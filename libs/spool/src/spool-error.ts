/** Why the spool refused: `too-large` is permanent, `disk` may pass. */
export type SpoolErrorCode = 'too-large' | 'disk' | 'closed';

/** Thrown by the spool. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError';

  constructor(
    readonly code: SpoolErrorCode,
    text: string,
    options?: ErrorOptions,
  ) {
    super(text, options);
  }
}
