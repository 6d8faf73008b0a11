import type { AgentCheck } from '../configuration/agent-configuration';

/** Maximum wait of a new Check for its first run, ms. */
const longestFirstWait = 10_000;

interface Planned {
  readonly check: AgentCheck;
  /** The Check as text, to detect changes. */
  readonly text: string;
  dueAt: number;
}

/** What is due now. */
export interface Due {
  readonly run: readonly AgentCheck[];
  /** Checks whose last run has not ended yet: this run is skipped. */
  readonly overlapping: readonly AgentCheck[];
  /** Number of runs missed because the process or the machine slept. */
  readonly missed: number;
}

/**
 * When each Check runs. Every Check has its own slots, `interval` apart, at an offset derived from its id, so
 * that Checks spread over time and keep their slots across restarts. A new or changed Check runs soon, then
 * in its slots. Time is an argument.
 */
export class Schedule {
  private planned = new Map<string, Planned>();
  private readonly running = new Set<string>();

  /** Replaces the configuration; Checks that did not change keep their next run. */
  replan(checks: readonly AgentCheck[], now: number): void {
    const before = this.planned;
    this.planned = new Map(
      checks.map((check) => {
        const text = JSON.stringify(check);
        const known = before.get(check.id);
        return [check.id, known?.text === text ? known : { check, text, dueAt: firstRun(check, now) }];
      }),
    );
  }

  /** Takes what is due; a run counts as running until it is `finished`. */
  take(now: number): Due {
    const run: AgentCheck[] = [];
    const overlapping: AgentCheck[] = [];
    let missed = 0;
    for (const planned of this.planned.values()) {
      const { check } = planned;
      // If the clock was set back, a Check must not wait for its old time.
      if (planned.dueAt - now > check.interval + longestFirstWait) planned.dueAt = slotAfter(check, now);
      if (planned.dueAt > now) continue;
      missed += Math.floor((now - planned.dueAt) / check.interval);
      planned.dueAt = slotAfter(check, now);
      if (this.running.has(check.id)) overlapping.push(check);
      else run.push(check);
    }
    run.forEach(({ id }) => this.running.add(id));
    return { run, overlapping, missed };
  }

  finished(id: string): void {
    this.running.delete(id);
  }

  /** Whether the Check is still configured unchanged. */
  holds(check: AgentCheck): boolean {
    return this.planned.get(check.id)?.check === check;
  }

  /** When to call `take` next; null: there is nothing to do. */
  nextDue(): number | null {
    const times = [...this.planned.values()].map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
  }

  /** Number of planned Checks. */
  get checks(): number {
    return this.planned.size;
  }
}

/** The first slot of a Check after a time. */
export function slotAfter({ id, interval }: Pick<AgentCheck, 'id' | 'interval'>, time: number): number {
  const offset = hash(id) % interval;
  return (Math.floor((time - offset) / interval) + 1) * interval + offset;
}

function firstRun({ id, interval }: AgentCheck, now: number): number {
  return now + (hash(id) % Math.min(interval, longestFirstWait));
}

/** FNV-1a, 32 bit: spreads well, and gives the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
