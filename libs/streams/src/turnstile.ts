/** How often those who wait are told that they still do, ms. */
const patience = 1_000;

/** Lets one pass after the other, in the order in which they came. */
export class Turnstile {
  private last: Promise<void> = Promise.resolve();

  /** Does something when all who came before are done; `waiting` is called now and then until it is its turn. */
  async pass<Result>(work: () => Promise<Result>, waiting: () => void): Promise<Result> {
    const before = this.last;
    let done: () => void = () => undefined;
    this.last = new Promise((resolve) => (done = resolve));
    const sign = setInterval(waiting, patience);
    await before;
    clearInterval(sign);
    try {
      return await work();
    } finally {
      done();
    }
  }
}
