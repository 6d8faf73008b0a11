import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What to run. */
export interface Program {
  /** Path of a script below `dist`. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Log lines that report something wrong, whatever the fault was. */
const alarming = [/not as it was left/, /input-gap/, /timer-stuck/, /timer-failed/];
const kept = 3_000;

/** A process of the product under the fault runner: it can be killed, paused, resumed and given another clock. */
export class Processor {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly port: Promise<number>;
  /** Log lines that no fault may cause. */
  readonly alarms: string[] = [];
  private wanted = false;
  held = false;

  constructor(
    readonly slot: string,
    root: string,
    { script, env }: Program,
    logs: string | undefined,
  ) {
    const preload = join(root, 'tools', 'faults', 'preload.mjs');
    const words = ['--enable-source-maps', '--import', preload, join(root, 'dist', script)];
    this.child = spawn(process.execPath, words, {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.on('error', () => undefined);
    this.port = new Promise((resolve) => {
      const take = (chunk: unknown) => {
        const lines = String(chunk).split('\n').filter(Boolean);
        if (logs !== undefined) appendFileSync(join(logs, `${slot.replace(' ', '-')}.log`), String(chunk));
        this.lines.push(...lines);
        this.alarms.push(...lines.filter((line) => alarming.some((pattern) => pattern.test(line))));
        if (this.lines.length > kept) this.lines.splice(0, this.lines.length - kept);
        const found = /"port":(\d+),"message":"signs of life"/.exec(String(chunk));
        if (found) resolve(Number(found[1]));
      };
      this.child.stdout?.on('data', take);
      this.child.stderr?.on('data', take);
    });
  }

  /** The last lines it wrote. */
  get log(): readonly string[] {
    return this.lines;
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** How it ended on its own, without being asked to; undefined if it did not. */
  get ownEnd(): string | undefined {
    if (!this.isOver || this.wanted) return undefined;
    return this.child.signalCode ?? `code ${this.child.exitCode ?? 'unknown'}`;
  }

  /** From now on it may end on its own. */
  mayEnd(): void {
    this.wanted = true;
  }

  /** Whether it reports that it processes everything assigned to it. */
  async isReady(): Promise<boolean> {
    if (this.isOver || this.held) return false;
    const port = await Promise.race([this.port, sleep(500, 0)]);
    if (port === 0) return false;
    return fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Sends a message to its preload. */
  tell(message: { readonly clock: number }): void {
    if (!this.isOver && this.child.connected) this.child.send(message);
  }

  /** SIGSTOP: it exists, but does nothing. */
  hold(): void {
    this.held = true;
    this.child.kill('SIGSTOP');
  }

  /** SIGCONT: it continues where it was, unaware of the time that has passed. */
  wake(): void {
    this.held = false;
    this.child.kill('SIGCONT');
  }

  /** Ends it and waits: SIGTERM asks, SIGKILL does not. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.wanted = true;
    if (this.isOver) return;
    const ended = once(this.child, 'exit');
    if (this.held) this.wake();
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), 60_000);
    await ended;
    clearTimeout(late);
  }
}
