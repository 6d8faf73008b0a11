import type { DeadLetter } from '@panto/streams';

/** Keeps the newest of the dead letters it is given, up to a number; newest first. */
export class NewestLetters {
  private kept: DeadLetter[] = [];
  /** How many it was given. */
  count = 0;

  constructor(private readonly limit: number) {}

  add(letters: readonly DeadLetter[]): void {
    this.count += letters.length;
    this.kept.push(...letters);
    if (this.kept.length > 2 * this.limit + 1_000) this.kept = this.newest();
  }

  /** The letters kept. */
  newest(): DeadLetter[] {
    return this.kept.sort((a, b) => b.timestamp - a.timestamp || b.offset - a.offset).slice(0, this.limit);
  }
}
