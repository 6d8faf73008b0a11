import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the product, started as a person would start it. */
export class AppProcess {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly port: Promise<number>;

  /** Starts `dist/apps/<name>/main.js`; it serves its health endpoints on a free port. */
  constructor(
    readonly name: string,
    env: Readonly<Record<string, string>>,
  ) {
    const signs = `PANTO_${name.toUpperCase().replaceAll('-', '_')}_HTTP_PORT`;
    this.child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${name}/main.js`], {
      env: { ...process.env, NODE_OPTIONS: '', [signs]: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.port = new Promise((resolve) => {
      const take = (chunk: unknown) => {
        this.lines.push(...String(chunk).split('\n').filter(Boolean));
        if (this.lines.length > 2000) this.lines.splice(0, 1000);
        const found = /"port":(\d+),"message":"signs of life"/.exec(this.log);
        if (found) resolve(Number(found[1]));
      };
      this.child.stdout?.on('data', take);
      this.child.stderr?.on('data', take);
    });
  }

  /** The last lines it wrote. */
  get log(): string {
    return this.lines.join('\n');
  }

  /** Waits until /readyz says yes; fails with its log if it does not within the timeout, ms. */
  async ready(timeout = 60_000): Promise<void> {
    const end = Date.now() + timeout;
    while (Date.now() < end && this.child.exitCode === null) {
      const port = await Promise.race([this.port, sleep(500)]);
      const answer = port && (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined));
      if (answer && answer.ok) return;
      await sleep(100);
    }
    throw new Error(`${this.name} is not ready:\n${this.log}`);
  }

  /** Ends it and waits: SIGTERM asks, SIGKILL does not. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
