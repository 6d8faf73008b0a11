/** Exit codes of every process. */
export const exitCode = {
  /** Stopped in order on request. */
  stopped: 0,
  /** An error after which the process could not go on; its log line has the code. */
  fatal: 1,
  /** Unusable settings: a restart will not help. */
  badSettings: 2,
  /** The orderly stop took too long. */
  stopTimedOut: 3,
} as const;

/** The stable code of an error, for log lines. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}
