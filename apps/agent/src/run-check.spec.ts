import { expect, test } from '@jest/globals';
import { measured } from '@panto/probes';
import { z } from 'zod';
import type { AgentCheck } from './configuration/agent-configuration';
import { permissionOf } from './permission';
import { runCheck, type Running } from './run-check';

const check: AgentCheck = {
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  name: 'load',
  probe: 'load',
  parameters: {},
  interval: 30_000,
  target: { id: 't', name: 'here', address: '127.0.0.1' },
};
const running: Running = {
  agent: 'agent-1',
  permission: permissionOf(null, null),
  surroundings: {
    clock: { now: () => 1_800_000_000_000.7, elapsed: () => performance.now() },
    matcher: () => () => true,
  },
};

const parameters = z.strictObject({ timeout: z.number().default(5_000) });

test('a run becomes a Result with the time it began, in whole ms, and the Agent', async () => {
  const result = await runCheck(check, running);
  expect(result).toMatchObject({
    timestamp: 1_800_000_000_000,
    agent: 'agent-1',
    error: null,
    bools: { up: true },
  });
});

test.each([
  ['a Probe that this version lacks', { probe: 'telepathy' }, /^unknown-probe/],
  ['invalid parameters', { parameters: { x: 1 } }, /^parameters/],
])('%s is a Result with an error', async (_, more, error) => {
  const result = await runCheck({ ...check, ...more }, running);
  expect(result.error).toMatch(error);
  expect(result.bools).toEqual({});
});

test('a Probe that the settings of the Agent do not allow is not run', async () => {
  const result = await runCheck(check, { ...running, permission: permissionOf(['http'], null) });
  expect(result.error).toMatch(/^not-permitted/);
});

test('a network that the settings of the Agent do not allow is not contacted', async () => {
  const tcp = { ...check, probe: 'tcp', parameters: { port: 9 } };
  const result = await runCheck(tcp, { ...running, permission: permissionOf(null, ['192.0.2.0/24']) });
  expect(result.error).toMatch(/^not-permitted/);
});

test.each([
  ['once is repeated, and the first does not become a Result', 1, null, true],
  ['twice is an error: nothing is known about the Target', 2, 'system: the Agent was stalled', undefined],
])('a run in which the Agent is stalled %s', async (_, stops, error, up) => {
  let runs = 0;
  let elapsed = 0;
  // A minute passes for the process, and its timer fires first.
  const run = (): Promise<ReturnType<typeof measured>> => {
    runs += 1;
    elapsed += runs > stops ? 5 : 60_000;
    return Promise.resolve(measured({}));
  };
  const clock = { now: () => 1_800_000_000_000 + elapsed, elapsed: () => elapsed };
  const surroundings = { ...running.surroundings, clock };
  const slow = { name: 'load', kind: 'remote', summary: '', metrics: {}, run, parameters } as const;
  const result = await runCheck(check, { ...running, surroundings, probes: new Map([['load', slow]]) });
  expect(runs).toBe(2);
  expect(result.error?.slice(0, 29) ?? null).toBe(error);
  expect(result.bools['up']).toBe(up);
  expect(result.timestamp).toBe(1_800_000_000_000 + (stops === 1 ? 60_000 : 120_000));
});
