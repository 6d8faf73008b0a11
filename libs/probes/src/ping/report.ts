/** The final report of the `ping` program. */
export interface PingReport {
  readonly sent: number;
  readonly received: number;
  /** Round-trip times; empty if there were none. */
  readonly seconds: Readonly<Record<string, number>>;
}

const counts = /(\d+) packets transmitted, (\d+) (?:packets )?received/;
/** `rtt min/avg/max/mdev = ...` (iputils), `round-trip min/avg/max = ...` (BusyBox), `.../stddev = ...` (BSD, macOS). */
const times = /min\/avg\/max(?:\/\w+)? = ([\d.]+)\/([\d.]+)\/([\d.]+)(?:\/([\d.]+))? ms/;
const names = ['min-seconds', 'avg-seconds', 'max-seconds', 'stddev-seconds'] as const;

/** Parses the output of `ping` (iputils, BusyBox, BSD); null if it contains no report. */
export function readPing(output: string): PingReport | null {
  const [, sent, received] = counts.exec(output) ?? [];
  if (sent === undefined || received === undefined) return null;
  const trips = (times.exec(output) ?? []).slice(1);
  const seconds = names.flatMap((name, i) => {
    const ms = trips[i];
    return ms === undefined ? [] : [[name, Number(ms) / 1000] as const];
  });
  return { sent: Number(sent), received: Number(received), seconds: Object.fromEntries(seconds) };
}
