/** Exit codes of every process. */
export const exitCode = {
  /** Stopped in order because somebody asked. */
  stopped: 0,
  /** An error after which the process could not go on; its log line has the code. */
  fatal: 1,
  /** Settings that cannot be used: starting again will not help. */
  badSettings: 2,
  /** The ordered stop took too long. */
  stopTimedOut: 3,
} as const;

/** The stable code of an error, for log lines. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}
