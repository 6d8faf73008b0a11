import { readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Peak memory, bytes. */
  readonly peakBytes: number;
  /** Current memory, bytes. */
  readonly bytes: number;
}

/** Clock ticks per second in /proc: 100 on every Linux. */
const ticksPerSecond = 100;

/** What /proc says about a process; zeros if it is gone or there is no /proc. */
export function usageOf(pid: number): Usage {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the name, in parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = read(`/proc/${pid}/status`);
  const kibibytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
  return {
    cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond,
    peakBytes: kibibytes('VmHWM') * 1024,
    bytes: kibibytes('VmRSS') * 1024,
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Sum over several processes. */
export const usageOfAll = (pids: readonly number[]): Usage =>
  pids.map(usageOf).reduce(
    (sum, one) => ({
      cpuSeconds: sum.cpuSeconds + one.cpuSeconds,
      peakBytes: sum.peakBytes + one.peakBytes,
      bytes: sum.bytes + one.bytes,
    }),
    { cpuSeconds: 0, peakBytes: 0, bytes: 0 },
  );
