/** How long remaining work may take to end on its own, ms. */
const patience = 1_000;

/**
 * Ends this process with a code: on its own when nothing is left to do, by force when something still hangs, such as a
 * retry that could not be stopped. A supervisor restarts the process only after it has ended.
 */
export function endProcess(code: number): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), patience).unref();
}
