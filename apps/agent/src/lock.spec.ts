import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from './lock';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const content = (): Promise<string> => readFile(join(folder, 'lock'), 'utf8');

/** Runs another process for the duration of some work. */
async function beside(work: (pid: number) => Promise<void>): Promise<void> {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  try {
    await work(other.pid ?? 0);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
}

test('a folder held by a living process is not taken, whoever wrote the lock', async () => {
  await beside(async (pid) => {
    // As earlier Agents wrote it: only the process id.
    await writeFile(join(folder, 'lock'), String(pid));
    await expect(lock(folder)).rejects.toMatchObject({ code: 'data-dir-in-use' });
  });
});

test('a released folder can be taken again, and so can that of a dead process', async () => {
  const unlock = await lock(folder);
  await unlock();
  await writeFile(join(folder, 'lock'), '999999999');
  await lock(folder);
  expect(await content()).toMatch(new RegExp(`^${process.pid}\\b`));
});

test('a process that reuses the id of a dead Agent, for example after a power cut, keeps nobody out', async () => {
  await lock(folder);
  const own = await content();
  await beside(async (pid) => {
    await writeFile(join(folder, 'lock'), own.replace(String(process.pid), String(pid)));
    await lock(folder);
    expect(await content()).toBe(own);
  });
});
