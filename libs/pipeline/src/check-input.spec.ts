import type { Check, CheckConfiguration } from '@panto/model';
import { checkTable, type CheckInput } from './check-input';
import { SharedRules } from './shared-rules';

const id = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const check: Check = {
  id,
  name: 'checkout-http',
  labels: {},
  version: 2,
  createdAt: 1_000,
  updatedAt: 1_000,
  target: 'web-1',
  agent: null,
  spec: '{}',
};
const read = (key: string, value: Check | null) => {
  const table = checkTable<never, CheckInput>(
    'config.checks',
    {
      codec: {
        encode: () => Buffer.alloc(0),
        prepare: () => Promise.resolve(),
        decode: () => ({ ok: true, value: value ?? check }),
      },
      configurationOf: ({ id: own, target, version, createdAt }): CheckConfiguration => ({
        ...{ id: own, target, version, createdAt, missingAfter: 3_000, states: [], alerts: [] },
        confirm: { worse: 1, better: 1, error: 1 },
      }),
    },
    new SharedRules(),
  );
  const bytes = value === null ? null : Buffer.from('a Check');
  const place = { topic: 'config.checks', partition: 0, offset: 0, timestamp: 5_000, headers: {} };
  return table.read({ ...place, key: Buffer.from(key), value: bytes }, 0);
};

describe('a record of the topic of Checks', () => {
  it('configures the Check named by its key, whatever its value says', () => {
    const input = { type: 'check', configuration: { id, version: 2, target: 'web-1' }, time: 5_000 };
    expect(read(id, check)).toMatchObject({ kind: 'input', key: id, input });
    expect(read(id, { ...check, id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5e' })).toMatchObject({ input });
  });

  it('removes the Check if it has no value', () => {
    expect(read(id, null)).toEqual({
      kind: 'input',
      key: id,
      input: { type: 'check', configuration: null, time: 5_000 },
    });
  });

  it('is a dead letter if its key is invalid', () => {
    expect(read(id.toUpperCase(), check)).toMatchObject({ kind: 'dead', reason: 'bad-key' });
  });
});
