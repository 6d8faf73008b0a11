/** Runs pieces of work one after another, with a bounded queue. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly longest: number,
    private readonly refuse: () => Error,
  ) {}

  /** Runs `work` once everything before it is done. */
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
