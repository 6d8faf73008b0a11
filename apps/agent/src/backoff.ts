/** Settings of the waits between attempts. */
export interface BackoffSettings {
  readonly first: number;
  readonly most: number;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
}

/** Waits that double up to a maximum, each with jitter between half and all of it, so that a crowd spreads out. */
export class Backoff {
  private attempts = 0;

  constructor(private readonly settings: BackoffSettings) {}

  /** The next waiting time, ms. */
  next(): number {
    const { first, most, random } = this.settings;
    const whole = Math.min(most, first * 2 ** Math.min(this.attempts, 30));
    this.attempts += 1;
    return Math.round(whole * (0.5 + random() / 2));
  }

  /** Success: the next wait is the first one again. */
  reset(): void {
    this.attempts = 0;
  }
}
