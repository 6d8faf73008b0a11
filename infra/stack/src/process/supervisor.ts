import { setTimeout as pause } from 'node:timers/promises';
import { stopOrder, type Part } from '../part';
import { answers } from '../sign';
import { StackFault } from '../stack-fault';
import { backoff } from './backoff';
import { Child, type Ending, type Folders } from './child';

/** The supervisor's reports while it works. */
export interface Told {
  readonly up: (part: Part, seconds: number) => void;
  readonly late: (part: Part) => void;
  readonly crashed: (part: Part, ending: Ending, again: number) => void;
  readonly gaveUp: (part: Part, restarts: number) => void;
}

interface Running {
  child: Child;
  startedAt: number;
  restarts: number;
}

/** Starts parts in order, restarts those that crash, and stops all in reverse. */
export class Supervisor {
  private readonly running = new Map<string, Running>();
  private readonly parts: Part[] = [];
  /** Names of the parts that have been up. */
  private readonly wasUp = new Set<string>();
  private stopping = false;

  constructor(
    private readonly leash: string,
    private readonly folders: Folders,
    private readonly told: Told,
  ) {}

  /**
   * Starts each part once its dependencies are up. A server that does not come up is a fault. Returns whether
   * everything was started: false if it was told to stop meanwhile.
   */
  async start(parts: readonly Part[]): Promise<boolean> {
    this.parts.push(...parts);
    const up = new Map<string, Promise<void>>();
    for (const part of parts) {
      const needs = Promise.all(part.after.map((name) => up.get(name)));
      up.set(
        part.name,
        needs.then(() => (this.stopping ? undefined : this.bringUp(part))),
      );
    }
    await Promise.all(up.values());
    return !this.stopping;
  }

  /** Whether a stop was requested. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** Stops everything, in reverse; apps together, since none needs another to stop. */
  async stop(): Promise<void> {
    this.stopping = true;
    const order = stopOrder(this.parts);
    const stop = (part: Part) => this.running.get(part.name)?.child.stop(part.stopWithin);
    await Promise.all(order.filter((part) => part.kind === 'app').map(stop));
    for (const part of order.filter((one) => one.kind === 'server')) await stop(part);
  }

  /** Ends everything at once. */
  kill(): void {
    this.stopping = true;
    for (const { child } of this.running.values()) child.kill();
  }

  private async bringUp(part: Part): Promise<void> {
    const began = Date.now();
    const child = this.spawn(part, 0);
    let ending: Ending | undefined;
    void child.ended.then((how) => {
      ending = how;
    });
    while (part.sign !== undefined && !(await answers(part.sign))) {
      if (this.stopping) return;
      const late = Date.now() - began > part.startWithin;
      if (part.kind === 'app' && late) return this.told.late(part);
      if (part.kind === 'server' && (late || ending !== undefined))
        throw new StackFault(this.failure(part, late));
      await pause(150);
    }
    this.wasUp.add(part.name);
    this.told.up(part, (Date.now() - began) / 1000);
  }

  /** Reports that a crashed part is back up, since its end was reported too. */
  private async tellReturn(part: Part, child: Child): Promise<void> {
    const began = Date.now();
    const isMeant = () => !this.stopping && this.running.get(part.name)?.child === child;
    while (isMeant() && part.sign !== undefined && !(await answers(part.sign))) await pause(150);
    if (isMeant()) this.told.up(part, (Date.now() - began) / 1000);
  }

  private spawn(part: Part, restarts: number): Child {
    const child = new Child(part, this.leash, this.folders);
    this.running.set(part.name, { child, startedAt: Date.now(), restarts });
    void child.ended.then((ending) => this.afterEnd(part, ending));
    return child;
  }

  /**
   * Restarts a crashed part after an increasing pause; one that ran for long starts over with a short pause.
   */
  private async afterEnd(part: Part, ending: Ending): Promise<void> {
    const record = this.running.get(part.name);
    if (this.stopping || record === undefined) return;
    const restarts = Date.now() - record.startedAt > 60_000 ? 0 : record.restarts;
    const again = backoff(restarts);
    if (again === undefined) return this.told.gaveUp(part, restarts);
    this.told.crashed(part, ending, again);
    await pause(again);
    if (this.stopping) return;
    const child = this.spawn(part, restarts + 1);
    // One that crashed during its start is still being waited for there.
    if (this.wasUp.has(part.name)) await this.tellReturn(part, child);
  }

  private failure(part: Part, late: boolean): string {
    const how = late ? `did not come up within ${part.startWithin / 1000} s` : 'ended while starting';
    return `${part.title} ${how}: see ${this.folders.logs}/${part.name}.log.`;
  }
}
