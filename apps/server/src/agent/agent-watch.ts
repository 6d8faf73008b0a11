/** Holds requests until the configuration of their Agent may have changed. */
export class AgentWatch {
  private readonly waiting = new Map<string, Set<() => void>>();
  private count = 0;

  /** At most `most` requests wait at a time; further ones return at once. */
  constructor(private readonly most = 10_000) {}

  /** The configuration of these Agents may have changed. */
  touch(agents: readonly string[]): void {
    for (const agent of agents) {
      for (const wake of [...(this.waiting.get(agent) ?? [])]) wake();
    }
  }

  /** Resolves when the Agent is touched, after `limit` ms, or when the request is abandoned. */
  wait(agent: string, limit: number, givenUp: AbortSignal): Promise<void> {
    if (this.count >= this.most || limit <= 0 || givenUp.aborted) return Promise.resolve();
    this.count += 1;
    return new Promise((resolve) => {
      const mine = this.waiting.get(agent) ?? new Set();
      this.waiting.set(agent, mine);
      const wake = (): void => {
        clearTimeout(timer);
        givenUp.removeEventListener('abort', wake);
        if (mine.delete(wake)) this.count -= 1;
        if (mine.size === 0) this.waiting.delete(agent);
        resolve();
      };
      const timer = setTimeout(wake, limit);
      mine.add(wake);
      givenUp.addEventListener('abort', wake);
    });
  }
}
