/** How long what is left may take to end by itself, ms. */
const patience = 1_000;

/**
 * Ends this process with a code: by itself when nothing is left to do, by force when something still hangs, as a retry
 * does that could not be stopped. Whoever starts processes again waits for the end of this one.
 */
export function endProcess(code: number): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), patience).unref();
}
