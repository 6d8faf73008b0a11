import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** The machine that the figures come from. */
export interface Environment {
  readonly date: string;
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly java: string;
  readonly commit: string;
  /** Load average over the last minute at the start: figures from a busy machine are not worth much. */
  readonly load: number;
}

/** Describes this machine. */
export const environmentOf = (root: string): Environment => ({
  date: new Date().toISOString(),
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()}`,
  node: process.versions.node,
  java: firstLine('java', ['--version'], root),
  commit: firstLine('git', ['describe', '--always', '--dirty'], root),
  load: loadavg()[0] ?? 0,
});

function firstLine(command: string, words: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, [...words], { cwd, encoding: 'utf8', timeout: 30_000 }).split('\n')[0] ?? '';
  } catch {
    return 'unknown';
  }
}
