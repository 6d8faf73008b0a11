import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../part';

/** Folders for the logs and the process ids of the stack's processes. */
export interface Folders {
  readonly logs: string;
  readonly run: string;
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process of a part, in its own process group, that ends when its owner does (leash.sh). */
export class Child {
  readonly ended: Promise<Ending>;
  private readonly process: ChildProcess;
  private readonly pidFile: string;
  private over = false;

  constructor(part: Part, leash: string, folders: Folders) {
    const log = openSync(join(folders.logs, `${part.name}.log`), 'a');
    this.pidFile = join(folders.run, `${part.name}.pid`);
    this.process = spawn('/bin/sh', [leash, part.command, ...part.words], {
      detached: true,
      stdio: ['pipe', log, log],
      env: { ...process.env, ...part.environment },
      cwd: folders.run,
    });
    closeSync(log);
    if (this.process.pid !== undefined) writeFileSync(this.pidFile, `${this.process.pid}\n`);
    this.process.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      const end = (ending: Ending) => {
        this.over = true;
        this.process.stdin?.destroy();
        forget(this.pidFile);
        resolve(ending);
      };
      this.process.once('error', () => end({ code: 127, signal: null }));
      this.process.once('exit', (code, signal) => end({ code, signal }));
    });
  }

  /** Asks the process to stop, and kills its group if it has not done so in time. */
  async stop(within: number): Promise<void> {
    if (this.over) return;
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.kill(), within);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends the whole process group at once. */
  kill(): void {
    if (!this.over) this.signal('SIGKILL');
  }

  private signal(name: NodeJS.Signals): void {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // It has just ended.
    }
  }
}

const forget = (path: string): void => {
  try {
    unlinkSync(path);
  } catch {
    // It is already gone.
  }
};
