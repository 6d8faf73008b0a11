/** Wakes one sleeper when there is work, and all watchers when there is progress. */
export class Wake {
  private up = false;
  private sleeper: (() => void) | undefined;
  private watchers: (() => void)[] = [];

  /** There is work: wakes the sleeper, or keeps it from sleeping the next time. */
  raise(): void {
    this.up = true;
    this.sleeper?.();
  }

  /** Sleeps until there is work, or for so many ms. */
  async raised(limit: number): Promise<void> {
    if (!this.up) await waiting(limit, (done) => (this.sleeper = done));
    this.up = false;
    this.sleeper = undefined;
  }

  /** There was progress: all watchers check again. */
  move(): void {
    for (const watcher of this.watchers.splice(0)) watcher();
  }

  /** Waits for progress, or for so many ms. */
  moved(limit: number): Promise<void> {
    return waiting(limit, (done) => this.watchers.push(done));
  }
}

function waiting(limit: number, enter: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(1, limit));
    enter(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
