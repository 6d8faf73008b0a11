import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Number of lines kept of a process, to be shown when it fails. */
const kept = 40;

/** A process that is measured. */
export class Child {
  readonly startedAt = performance.now();
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];

  constructor(
    readonly name: string,
    command: string,
    words: readonly string[],
    env: Readonly<Record<string, string>>,
  ) {
    this.child = spawn(command, words, {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const take = (chunk: unknown): void => {
      this.lines.push(...String(chunk).split('\n').filter(Boolean));
      this.lines.splice(0, this.lines.length - kept);
    };
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Throws an error with its last lines if it has ended by itself. */
  check(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) return;
    throw new Error(
      `${this.name} has ended (${this.child.exitCode ?? this.child.signalCode}):\n${this.said}`,
    );
  }

  /** Its last lines. */
  get said(): string {
    return this.lines.join('\n');
  }

  /** Ends it and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(hard);
  }
}
