/** Pauses before a crashed process is restarted, ms; after the last one it is given up. */
const pauses = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000] as const;

/** The pause before the next restart, after this many in a row; undefined: no more. */
export const backoff = (restarts: number): number | undefined => pauses[restarts];
