import { mkdir, rm, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackFault } from './stack-fault';

/** Least room on the disk for a start, bytes. */
const room = 512 << 20;

/** Makes the data folder and sees that it can be written and has room. */
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

/** The sentence about a full disk. */
export const diskFault = (path: string, free: number): string =>
  `The disk of ${path} has ${Math.floor(free / 2 ** 20)} MB left and Panto wants ${room >> 20} MB to start: free some, or set PANTO_DATA_DIR or --data-dir to a folder on another disk.`;

/**
 * Everything the stack keeps in its data folder, downloads aside; and `run`, for there is the lock of the very stack
 * that deletes: without it the next start would take its processes for leftovers and end them.
 */
const kept = ['kafka', 'clickhouse', 'agent', 'tls', 'logs', 'demo-applied'];

/** Deletes what the stack keeps in its data folder; whatever else is there stays, and so do the downloads. */
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
