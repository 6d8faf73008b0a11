import { ServiceError } from '@panto/service';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps a second Agent out of a folder; resolves to a function that releases it. */
export async function lock(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const [holder = '', birth] = (await textOf(path)).split(' ');
  if (await holds(Number(holder), birth)) {
    throw new ServiceError(
      'data-dir-in-use',
      `${folder} is used by process ${holder}; give each Agent its own PANTO_DATA_DIR, or remove ${path} if that process is not an Agent`,
    );
  }
  const own = await birthOf(process.pid);
  const file = await open(path, 'w', 0o600);
  await file.writeFile(own === undefined ? String(process.pid) : `${process.pid} ${own}`);
  await file.close();
  return () => rm(path, { force: true });
}

/**
 * Process ids are reused, soon after a power cut: the start time tells whether it is still the same process.
 */
async function holds(holder: number, birth: string | undefined): Promise<boolean> {
  if (!(holder > 0) || holder === process.pid || !isAlive(holder)) return false;
  const present = await birthOf(holder);
  return birth === undefined || present === undefined || birth === present;
}

/** The start time of a process as an opaque word; undefined if the system does not provide it. */
async function birthOf(pid: number): Promise<string | undefined> {
  const boot = (await textOf('/proc/sys/kernel/random/boot_id')).trim();
  // The 20th field after the name, which may contain anything (proc(5): starttime).
  const since = /^.*\) (?:\S+ ){19}(\d+)/s.exec(await textOf(`/proc/${pid}/stat`))?.[1];
  return boot === '' || since === undefined ? undefined : `${boot}:${since}`;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Signal 0 is not delivered, but tells whether the process exists (EPERM: it belongs to another user). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
