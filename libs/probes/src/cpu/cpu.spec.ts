import { expect, test } from '@jest/globals';
import { runProbe } from '../test-surroundings';
import { cpu } from './cpu';

test('shares of time are between 0 and 1 and add up', async () => {
  const result = await runProbe(cpu, { over: '250ms' });
  expect(result).toMatchObject({ error: null, bools: { up: true } });
  expect(result.ints['cores']).toBeGreaterThan(0);
  const shares = ['busy-ratio', 'user-ratio', 'system-ratio', 'steal-ratio', 'idle-ratio'];
  expect(shares.every((name) => Number(result.floats[name]) >= 0 && Number(result.floats[name]) <= 1)).toBe(
    true,
  );
  expect(Number(result.floats['busy-ratio']) + Number(result.floats['idle-ratio'])).toBeCloseTo(1, 6);
});

test('a sampling time that is too short is refused', async () => {
  expect((await runProbe(cpu, { over: '10ms' })).error).toBe('parameters: over: must be at least 250ms');
});

test('a timeout of a local Probe is an error: nothing was learnt', async () => {
  expect((await runProbe(cpu, { over: '5s', timeout: '50ms' })).error).toBe(
    'timeout: no answer within 50 ms',
  );
});
