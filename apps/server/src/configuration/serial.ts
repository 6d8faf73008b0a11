/** Runs pieces of work one after another; the line of those that wait has a bound. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly longest: number,
    private readonly refuse: () => Error,
  ) {}

  /** Runs `work` when all that came before it is over. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.waiting >= this.longest) throw this.refuse();
    this.waiting += 1;
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.waiting -= 1;
    }
  }
}
