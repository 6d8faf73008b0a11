import type { Result } from '@panto/model';
import { randomness } from './randomness';

/** How healthy the Checks of a backlog are. `healthy`: 6 % of the Results publish a State; `down`: every one does. */
export type Health = 'healthy' | 'down';

/**
 * Share of Results that are slow by themselves: each run of slow ones publishes itself and the OK after it, 6 % in all.
 */
const slowShare = 0.0305;

/** The Results of many Checks, the same for the same seed; about 130 bytes each in Avro. */
export class ResultSeries {
  private readonly random: () => number;
  private readonly errors: Int32Array;
  private readonly checkouts: Int32Array;
  private readonly agents: readonly string[];

  constructor(
    checks: number,
    private readonly health: Health,
    /** Timestamps lie up to this much after the interval, ms. */
    private readonly jitter: number,
    seed: number,
  ) {
    this.random = randomness(seed);
    this.errors = Int32Array.from({ length: checks }, () => Math.floor(this.random() * 5_000));
    this.checkouts = Int32Array.from({ length: checks }, () => 800 + Math.floor(this.random() * 400));
    this.agents = Array.from(
      { length: 50 },
      (_, i) => `a9e1c3f0-0000-4000-8000-${String(i).padStart(12, '0')}`,
    );
  }

  /** The next Result of a Check; `time` is when its interval begins. */
  next(check: number, time: number): Result {
    const { random, errors, checkouts } = this;
    const slow = this.health === 'down' || random() < slowShare;
    const duration =
      this.health === 'down' ? 2.5 + random() : slow ? 1.1 + 0.8 * random() : 0.1 + 0.6 * random();
    errors[check] = (errors[check] ?? 0) + (random() < 0.05 ? 1 : 0);
    const step = Math.floor(random() * 21) - 10;
    checkouts[check] = Math.min(1_200, Math.max(800, (checkouts[check] ?? 0) + step));
    return {
      timestamp: time + Math.floor(random() * this.jitter),
      ints: { 'http-500-total': errors[check] ?? 0, checkouts: checkouts[check] ?? 0 },
      floats: { 'duration-seconds': duration },
      strings: { version: '2.14.1' },
      bools: { up: true },
      error: null,
      agent: this.agents[check % this.agents.length] ?? null,
    };
  }
}
