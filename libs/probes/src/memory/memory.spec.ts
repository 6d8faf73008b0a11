import { expect, test } from '@jest/globals';
import { runProbe } from '../test-surroundings';
import { memory } from './memory';

test('bytes are whole numbers that fit together', async () => {
  const result = await runProbe(memory, {});
  expect(result).toMatchObject({ error: null, bools: { up: true } });
  const [total, used, available] = ['total', 'used', 'available'].map((part) => result.ints[`${part}-bytes`]);
  expect(Object.values(result.ints).every(Number.isInteger)).toBe(true);
  expect(total).toBe(Number(used) + Number(available));
  expect(result.floats['used-ratio']).toBeCloseTo(Number(used) / Number(total), 9);
});

test('unknown parameters are refused', async () => {
  expect((await runProbe(memory, { unit: 'MB' })).error).toMatch(/^parameters: .*unit/);
});
