import { jest } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { z } from 'zod';
import { ready, runService, secret, setting, type Resource, type Runner, type Shell } from './index';

/** A runner that records what is done to it. */
class Scripted implements Runner {
  private fatal: (error: unknown) => void = () => undefined;

  constructor(
    private readonly diary: string[],
    private readonly script: { start?: () => Promise<void>; stop?: () => Promise<void> } = {},
  ) {}

  async start(): Promise<void> {
    this.diary.push('runner starts');
    await this.script.start?.();
  }

  async stop(): Promise<void> {
    this.diary.push('runner stops');
    await this.script.stop?.();
  }

  ready() {
    return ready;
  }

  onFatal(listener: (error: unknown) => void): void {
    this.fatal = listener;
  }

  fail(error: unknown): void {
    this.fatal(error);
  }
}

const env = { PANTO_SPEC_HTTP_PORT: '0', PANTO_LOG_LEVEL: 'silent', PANTO_STOP_TIMEOUT_MS: '200' };

describe('runService', () => {
  let diary: string[];
  beforeEach(() => {
    diary = [];
  });

  const resource = (name: string): Resource => ({
    name,
    start: () => Promise.resolve(void diary.push(`${name} opens`)),
    stop: () => Promise.resolve(void diary.push(`${name} closes`)),
  });
  const run = (runner: Runner, settings = {}) =>
    runService(
      {
        name: 'spec',
        signsPort: 0,
        settings,
        compose: () => ({ runner, resources: [resource('first'), resource('second')] }),
      },
      env,
    );

  it('is not ready before everything is set up', async () => {
    let early: string | undefined;
    await runService(
      {
        name: 'spec',
        signsPort: 0,
        settings: { port: setting('PANTO_SPEC_HTTP_PORT', z.coerce.number(), 'Port.') },
        compose: async (_, shell) => {
          const answer = await fetch(`http://127.0.0.1:${String(shell.signs.port)}/readyz`);
          early = `${answer.status} ${await answer.text()}`;
          throw new Error('this was all');
        },
      },
      env,
    );
    expect(early).toMatch(/^503 .*starting/);
  });

  it('opens in order, stops in reverse on SIGTERM, and exits with 0', async () => {
    const runner = new Scripted(diary, {
      start: () => {
        setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 5);
        return Promise.resolve();
      },
    });
    expect(await run(runner)).toBe(0);
    expect(diary).toEqual([
      'first opens',
      'second opens',
      'runner starts',
      'runner stops',
      'second closes',
      'first closes',
    ]);
  });

  it('stops in order and exits with 1 if the runner cannot go on', async () => {
    const runner: Scripted = new Scripted(diary, {
      start: () => {
        setTimeout(() => runner.fail(new Error('lost')), 5);
        return Promise.resolve();
      },
    });
    expect(await run(runner)).toBe(1);
    expect(diary.slice(-3)).toEqual(['runner stops', 'second closes', 'first closes']);
  });

  it('closes what was opened if the runner cannot start', async () => {
    const runner = new Scripted(diary, { start: () => Promise.reject(new Error('no broker')) });
    expect(await run(runner)).toBe(1);
    expect(diary.slice(-2)).toEqual(['second closes', 'first closes']);
  });

  it('exits with 3 if the stop takes too long', async () => {
    const runner: Scripted = new Scripted(diary, {
      start: () => Promise.resolve(runner.fail(new Error('lost'))),
      stop: () => new Promise(() => undefined),
    });
    expect(await run(runner)).toBe(3);
  });

  it('serves its health endpoints on any free port if the usual one is taken, unless a port was set', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const signsPortWith = async (given: string | undefined) => {
      let found: number | undefined;
      const compose = (_: unknown, shell: Shell) => {
        found = shell.signs.port;
        throw new Error('this was all');
      };
      const definition = { name: 'spec', signsPort: port, settings: {}, compose };
      await runService(definition, { ...env, PANTO_SPEC_HTTP_PORT: given });
      return found;
    };
    expect(await signsPortWith(undefined)).not.toBe(port);
    expect(await signsPortWith(undefined)).toBeGreaterThan(0);
    expect(await signsPortWith(String(port))).toBeUndefined();
    other.close();
  });

  it('prints its settings and does nothing else when asked for help', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const compose = () => Promise.reject(new Error('composed'));
    const settings = { needed: setting('PANTO_NEEDED', z.string(), 'Needed.') };
    const code = await runService({ name: 'spec', signsPort: 0, settings, compose }, {}, ['--help']);
    const text = String(write.mock.calls[0]?.[0]);
    write.mockRestore();
    expect(code).toBe(0);
    expect(text).toContain('  PANTO_NEEDED (required)\n');
  });

  it('exits with 2 before anything is opened if the settings are bad', async () => {
    const settings = {
      needed: setting('PANTO_NEEDED', z.string(), 'Needed.'),
      hidden: secret('PANTO_HIDDEN', z.string(), 'Hidden.'),
    };
    expect(await run(new Scripted(diary), settings)).toBe(2);
    expect(diary).toEqual([]);
  });
});
