import { probes } from '@panto/probes';
import type { Meters } from '@panto/service';
import type { Result } from '@panto/model';

/** The outcome of a run, as a label. */
export type RunOutcome = 'up' | 'down' | 'error';

/** Why Results are lost, as a label. */
export type DropReason = 'full' | 'damaged' | 'disk' | 'unreadable' | 'unencodable';

/** The meters of an Agent. */
export class AgentMeters {
  private readonly runs;
  private readonly seconds;
  private readonly skips;
  private readonly deliveries;
  private readonly failures;
  private readonly drops;
  private lost = 0;

  constructor(meters: Meters) {
    this.runs = meters.counter('panto_agent_runs_total', 'Runs of Probes.', ['probe', 'outcome']);
    this.seconds = meters.histogram('panto_agent_run_seconds', 'How long runs took.', ['probe']);
    this.skips = meters.counter('panto_agent_skipped_total', 'Runs skipped.', ['reason']);
    this.deliveries = meters.counter('panto_agent_delivered_total', 'Results that arrived in Kafka.');
    this.failures = meters.counter('panto_agent_delivery_failures_total', 'Deliveries that failed.');
    this.drops = meters.counter('panto_agent_dropped_total', 'Results lost.', ['reason']);
  }

  ran(probe: string, result: Result): void {
    // The Server chooses the names: only those of known Probes become labels.
    const label = probes.has(probe) ? probe : 'unknown';
    this.runs.add(1, { probe: label, outcome: outcomeOf(result) });
    const seconds = result.floats['duration-seconds'];
    if (seconds !== undefined) this.seconds.observe(seconds, { probe: label });
  }

  skipped(reason: 'overlap' | 'missed', count: number): void {
    if (count > 0) this.skips.add(count, { reason });
  }

  delivered(count: number): void {
    this.deliveries.add(count);
  }

  deliveryFailed(): void {
    this.failures.add();
  }

  dropped(reason: DropReason, count: number): void {
    this.lost += count;
    if (count > 0) this.drops.add(count, { reason });
  }

  /** Results lost since the start. */
  get losses(): number {
    return this.lost;
  }
}

function outcomeOf(result: Result): RunOutcome {
  if (result.error !== null) return 'error';
  return result.bools['up'] === true ? 'up' : 'down';
}
