import { expect, test } from '@jest/globals';
import { runProbe } from '../test-surroundings';
import { load } from './load';

test('load averages are floats, also per CPU', async () => {
  const result = await runProbe(load, {});
  expect(result).toMatchObject({ error: null, bools: { up: true } });
  expect(Object.keys(result.floats).sort()).toEqual([
    'duration-seconds',
    'load-1',
    'load-1-per-core',
    'load-15',
    'load-5',
  ]);
});
