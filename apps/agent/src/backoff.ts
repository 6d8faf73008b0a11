/** How long to wait before each further attempt. */
export interface BackoffSettings {
  readonly first: number;
  readonly most: number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

/** Waiting times that double up to a most, each between half of itself and the whole, so that a crowd spreads out. */
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

  /** It went well: the next waiting time is the first again. */
  reset(): void {
    this.attempts = 0;
  }
}
