// Loaded into a measured process (`--expose-gc --import`): on SIGUSR2 it collects garbage and reports what is left.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`heap-probe ${heapUsed + external}\n`);
});
