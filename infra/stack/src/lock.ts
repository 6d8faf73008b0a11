import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from './process/leftovers';
import { StackFault } from './stack-fault';

/** Ensures that only one stack at a time uses a data folder; returns the function that releases it. */
export async function lockFolder(runDir: string, dataDir: string): Promise<() => void> {
  const path = join(runDir, 'stack.lock');
  const pid = Number(readText(path));
  // Process ids are reused, so the command line decides whether it is still a stack.
  if (pid !== process.pid && /\b(start\.mjs|stack.main\.js|test\.mjs)/.test(await commandLine(pid))) {
    throw new StackFault(
      `Panto is already running (process ${pid}) with the data folder ${dataDir}: stop it, or set PANTO_DATA_DIR or --data-dir to another folder.`,
    );
  }
  writeFileSync(path, `${process.pid}\n`);
  return () => rmSync(path, { force: true });
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
