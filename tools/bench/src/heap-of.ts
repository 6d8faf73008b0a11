import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child';

/** Flags for a process that reports its heap on request. */
export const probing = (root: string): string[] => [
  '--expose-gc',
  '--import',
  join(root, 'tools/bench/src/heap-probe.mjs'),
];

/** What a process holds after garbage collection, memory outside V8's heap included, bytes. */
export async function heapOf([child]: readonly Child[]): Promise<number> {
  if (child === undefined) throw new Error('nothing is running');
  const told = (): string[] => child.said.match(/^heap-probe \d+$/gm) ?? [];
  const before = told().length;
  process.kill(child.pid, 'SIGUSR2');
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    child.check();
    const last = told().at(-1);
    if (told().length > before && last !== undefined) return Number(last.slice('heap-probe '.length));
  }
  throw new Error('the process did not report its heap');
}
