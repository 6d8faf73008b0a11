/** Lets a bounded number of tasks run and a bounded number wait; rejects further ones. */
export class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** Waits for a slot; `undefined` if the queue is full. The returned function frees the slot. */
  async enter(): Promise<(() => void) | undefined> {
    if (this.running < this.width) this.running += 1;
    else if (this.waiting.length >= this.queue) return undefined;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.leave();
    };
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
