import { mkdir, rm, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackFault } from './stack-fault';

/** Minimum free disk space for a start, bytes. */
const room = 512 << 20;

/** Creates the data folder, and checks that it is writable and has space. */
export async function openDataFolder(path: string): Promise<void> {
  const probe = join(path, '.writable');
  try {
    await mkdir(path, { recursive: true });
    await writeFile(probe, 'x');
    await unlink(probe);
  } catch (error) {
    throw new StackFault(
      `The data folder ${path} cannot be written (${reasonOf(error)}): set PANTO_DATA_DIR or --data-dir to one that can.`,
    );
  }
  const disk = await statfs(path);
  const free = disk.bavail * disk.bsize;
  if (free < room) throw new StackFault(diskFault(path, free));
}

/** The error for a full disk. */
export const diskFault = (path: string, free: number): string =>
  `The disk of ${path} has ${Math.floor(free / 2 ** 20)} MB left and Panto needs ${room >> 20} MB to start: free some, or set PANTO_DATA_DIR or --data-dir to a folder on another disk.`;

/**
 * Everything the stack stores in its data folder, except downloads and `run`. The latter holds the lock of
 * the very stack that deletes: without it, the next start would take its processes for leftovers and end
 * them.
 */
const kept = ['kafka', 'clickhouse', 'agent', 'tls', 'logs', 'demo-applied'];

/** Deletes what the stack stores in its data folder; everything else there stays, including the downloads. */
export async function clearDataFolder(path: string): Promise<void> {
  await Promise.all(kept.map((name) => rm(join(path, name), { recursive: true, force: true })));
}

/** Why a file operation failed, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is a file';
    case undefined:
      return error instanceof Error ? error.message : String(error);
    default:
      return code;
  }
}
