import { expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { runProbe } from '../test-surroundings';
import { diskUsage } from './disk-usage';

test('bytes are whole numbers that fit together', async () => {
  const result = await runProbe(diskUsage, { path: tmpdir() });
  expect(result).toMatchObject({ error: null, bools: { up: true, 'read-only': false } });
  const [total = 0n, used = 0n, free = 0n] = ['total', 'used', 'free'].map((p) =>
    BigInt(result.ints[`${p}-bytes`] ?? 0),
  );
  expect(used + free <= total && total > 0n).toBe(true);
  expect(result.floats['used-ratio']).toBeCloseTo(Number(used) / Number(used + free), 9);
});

test('a missing path is an error: nothing was learnt', async () => {
  expect((await runProbe(diskUsage, { path: '/no/such/path' })).error).toMatch(/^system: ENOENT/);
});
