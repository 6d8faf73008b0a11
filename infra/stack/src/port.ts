import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { flagOf } from './stack-arguments';
import { StackFault } from './stack-fault';

const run = promisify(execFile);
const host = '127.0.0.1';

/** The process that listens on a port. */
export interface Holder {
  readonly name: string;
  readonly pid: number;
}

/** Listens for a moment; returns the port (a free one for 0), or undefined if it is taken or forbidden. */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new StackFault('This machine has no free TCP port left.');
  return port;
}

/** The port for a setting: the configured one if it is free, any free one for 0; else throws a fault that helps. */
export async function claimPort(wanted: number, title: string, variable: string): Promise<number> {
  const port = await tryPort(wanted);
  if (port !== undefined) return port;
  throw new StackFault(portFault(wanted, title, variable, await holderOf(wanted)));
}

/** The error for a taken port. */
export function portFault(port: number, title: string, variable: string, holder: Holder | undefined): string {
  if (port < 1024 && holder === undefined) {
    return `Port ${port} (${title}) cannot be used: it is taken or needs more rights; set ${variable} or --${flagOf(variable) ?? ''} to another port.`;
  }
  const by = holder === undefined ? 'another process' : `${holder.name} (process ${holder.pid})`;
  return `Port ${port} (${title}) is taken by ${by}: stop it, or set ${variable} or --${flagOf(variable) ?? ''} to another port.`;
}

/** Asks the tools of the machine which process listens on a port; undefined if none of them knows. */
async function holderOf(port: number): Promise<Holder | undefined> {
  const ask = async (command: string, words: readonly string[], pattern: RegExp) => {
    const { stdout } = await run(command, [...words], { timeout: 3_000 });
    const found = pattern.exec(stdout)?.groups;
    return found?.['name'] === undefined ? undefined : { name: found['name'], pid: Number(found['pid']) };
  };
  const bySs = () => ask('ss', ['-ltnpH', `sport = :${port}`], /\(\("(?<name>[^"]+)",pid=(?<pid>\d+)/);
  const byLsof = () =>
    ask('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], /p(?<pid>\d+)\nc(?<name>.+)/);
  return bySs()
    .catch(() => undefined)
    .then((holder) => holder ?? byLsof().catch(() => undefined));
}
