/** Exit codes of the command line. */
export const exitCode = {
  /** Done. */
  done: 0,
  /** The input has faults, or the Server refuses it; the reasons are on standard error. */
  refused: 1,
  /** The command itself is wrong: unknown option, missing argument, bad setting. */
  usage: 2,
  /** The Server, Kafka or the schema registry cannot be reached, or cannot answer now; a retry may work. */
  unreachable: 3,
} as const;
