/** Wakes one waiter; a call without a waiter is remembered. */
export class Signal {
  private raised = false;
  private waiter: (() => void) | undefined;

  /** Wakes the waiter, or the next one to come. */
  raise(): void {
    this.raised = true;
    this.waiter?.();
  }

  /** Resolves when it is raised, or after a timeout. */
  async wait(atMost: number): Promise<void> {
    if (!this.raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMost);
        this.waiter = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.waiter = undefined;
    }
    this.raised = false;
  }
}
