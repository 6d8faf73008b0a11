import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { execute, parameterFaults } from './execute';
import { measured, type Outcome, type Probe } from './probe';
import { timeout } from './parameter';
import { probes } from './probes';
import { testSurroundings } from './test-surroundings';

const probeOf = (kind: 'local' | 'remote', run: () => Promise<Outcome>): Probe => ({
  name: 'made-up',
  kind,
  summary: '',
  parameters: z.strictObject({ timeout: timeout(50) }),
  metrics: {},
  run,
});
const run = (kind: 'local' | 'remote', outcome: () => Promise<Outcome>) =>
  execute(probeOf(kind, outcome), {}, testSurroundings);
const never = (): Promise<Outcome> => new Promise(() => undefined);
const rejecting = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

test('a Probe that never ends and ignores its signal is abandoned at the timeout', async () => {
  expect(await run('remote', never)).toMatchObject({ error: null, strings: { failure: 'timeout' } });
  expect(await run('local', never)).toMatchObject({ error: 'timeout: no answer within 50 ms' });
});

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENOTFOUND', 'name-not-found'],
  ['HPE_INVALID_CONSTANT', 'protocol'],
])('%s is the measured failure %s', async (code, failure) => {
  expect(await run('remote', rejecting(code))).toMatchObject({ error: null, strings: { failure } });
});

test.each(['EAI_AGAIN', 'EMFILE', 'EADDRNOTAVAIL', 'EACCES'])(
  '%s is an error: the fault is on this side',
  async (code) => {
    expect(await run('remote', rejecting(code))).toMatchObject({ error: `system: ${code}`, bools: {} });
  },
);

test('non-finite numbers are left out, long and unprintable texts are repaired', async () => {
  const strings = { long: 'x'.repeat(5_000), odd: 'a\u0000b\ud800c' };
  const result = await run('local', () => Promise.resolve(measured({ floats: { a: NaN, b: 1 }, strings })));
  expect(result?.floats).toEqual({ b: 1, 'duration-seconds': expect.any(Number) });
  expect(result?.strings).toEqual({ long: 'x'.repeat(1024), odd: 'a b c' });
});

test.each([...probes.values()])('$name refuses unknown parameters', (probe) => {
  expect(parameterFaults(probe, { nonsense: 1 }).join()).toMatch(/nonsense/);
});
