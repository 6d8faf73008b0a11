import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const run = promisify(execFile);

/**
 * Waits for processes left behind by an earlier start that crashed, and ends those that do not go by
 * themselves. Only a process that still runs under our leash is ours: process ids are reused.
 */
export async function endLeftovers(runDir: string, leash: string, within = 25_000): Promise<void> {
  const files = readdirSync(runDir).filter((name) => name.endsWith('.pid'));
  await Promise.all(
    files.map(async (name) => {
      const path = join(runDir, name);
      const pid = Number(readFileSync(path, 'utf8'));
      const deadline = Date.now() + within;
      while (Date.now() < deadline && (await isOurs(pid, leash))) await pause(250);
      if (await isOurs(pid, leash)) {
        try {
          process.kill(-pid, 'SIGKILL');
        } catch {
          // It has just ended.
        }
      }
      rmSync(path, { force: true });
    }),
  );
}

/** The command line of a process; empty if there is none. */
export async function commandLine(pid: number): Promise<string> {
  if (!Number.isInteger(pid) || pid < 2) return '';
  return run('ps', ['-o', 'args=', '-p', String(pid)], { timeout: 3_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

const isOurs = async (pid: number, leash: string): Promise<boolean> =>
  (await commandLine(pid)).includes(basename(leash));
