import type { AgentCheck } from '../configuration/agent-configuration';

/** The longest a new Check waits for its first run, ms. */
const longestFirstWait = 10_000;

interface Planned {
  readonly check: AgentCheck;
  /** The Check as text: what tells whether it was changed. */
  readonly text: string;
  dueAt: number;
}

/** What is to be done now. */
export interface Due {
  readonly run: readonly AgentCheck[];
  /** Checks whose last run has not ended yet: this one is left out. */
  readonly overlapping: readonly AgentCheck[];
  /** Runs that nobody could make in time, because the process or the machine slept. */
  readonly missed: number;
}

/**
 * When each Check runs. Every Check has slots of its own, `interval` apart, at an offset made from its id: Checks
 * spread over time, and keep their slots over restarts. A new or changed Check runs soon, then in its slots. Time
 * comes in as an argument.
 */
export class Schedule {
  private planned = new Map<string, Planned>();
  private readonly running = new Set<string>();

  /** Takes over a configuration; Checks that did not change keep their time. */
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

  /** What is due; what is to be run counts as running until it is `finished`. */
  take(now: number): Due {
    const run: AgentCheck[] = [];
    const overlapping: AgentCheck[] = [];
    let missed = 0;
    for (const planned of this.planned.values()) {
      const { check } = planned;
      // A clock that was set back must not make a Check wait for the time it had.
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

  /** Whether the Check is still to be run as it is. */
  holds(check: AgentCheck): boolean {
    return this.planned.get(check.id)?.check === check;
  }

  /** When `take` should be called next; null: there is nothing to do. */
  nextDue(): number | null {
    const times = [...this.planned.values()].map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
  }

  /** Checks that are planned. */
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

/** FNV-1a, 32 bit: spreads well, and is the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
