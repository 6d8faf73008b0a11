import { ServiceError } from '@panto/service';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps a second Agent out of a folder; resolves to what lets go of it. */
export async function lock(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new ServiceError(
      'data-dir-in-use',
      `${folder} is used by process ${holder}; give each Agent a PANTO_DATA_DIR of its own, or remove ${path} if that process is no Agent`,
    );
  }
  const file = await open(path, 'w', 0o600);
  await file.writeFile(String(process.pid));
  await file.close();
  return () => rm(path, { force: true });
}

/** Signal 0 reaches nobody, but tells whether there is anybody (EPERM: somebody else's). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
