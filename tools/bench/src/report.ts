import type { Run } from './race';

/** The median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** A number with thousands separators. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** Rows of text as columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map(line).join('\n');
}

const header = [
  '',
  'results/s',
  'least',
  'most',
  'ratio',
  'from start',
  'start s',
  'cpu µs',
  'peak MiB',
  'states',
  'bytes',
];

/** Runs of one case as a table: medians, minimum and maximum, and the ratio to the rival. */
export function table(runs: readonly Run[]): string {
  const speeds = (some: readonly Run[]): number[] => some.map(({ resultsPerSecond }) => resultsPerSecond);
  const rival = median(speeds(runs.filter((run) => run.rival)));
  const names = [...new Set(runs.map(({ contender }) => contender))];
  const rows = names.map((name) => {
    const own = runs.filter(({ contender }) => contender === name);
    const speed = median(speeds(own));
    return [
      name,
      grouped(speed),
      grouped(Math.min(...speeds(own))),
      grouped(Math.max(...speeds(own))),
      rival > 0 ? (speed / rival).toFixed(2) : '-',
      grouped(median(own.map(({ resultsPerSecondFromStart }) => resultsPerSecondFromStart))),
      median(own.map(({ startSeconds }) => startSeconds)).toFixed(1),
      median(own.map(({ cpuMicroseconds }) => cpuMicroseconds)).toFixed(1),
      grouped(median(own.map(({ peakBytes }) => peakBytes)) / 1_048_576),
      [...new Set(own.map(({ states }) => states.count))].join('/'),
      [...new Set(own.map(({ states }) => Math.round(states.bytes / Math.max(1, states.count))))].join('/'),
    ];
  });
  return columns([header, ...rows]);
}

/** Whether all runs wrote the same States. */
export function agreement(runs: readonly Run[]): string {
  const digests = new Set(runs.map(({ states }) => `${states.count} ${states.digest}`));
  return digests.size === 1
    ? 'all runs wrote the same States'
    : `THE RUNS DIFFER in their States: ${[...digests].join(', ')}`;
}
