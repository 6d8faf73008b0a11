import { blank, type CheckMemory } from '@panto/evaluate';
import type { CheckConfiguration } from '@panto/model';
import { configurationPart } from './configuration-part';
import { SharedRules } from './shared-rules';

const configuration: CheckConfiguration = {
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  version: 3,
  createdAt: 1_760_000_000_000,
  missingAfter: 90_000,
  confirm: { worse: 1, better: 2, error: 1 },
  states: [
    {
      name: 'large',
      type: 'threshold',
      states: [
        {
          state: 'CRITICAL',
          match: 'any',
          conditions: [{ field: 'bytes', operator: 'gt', value: 2n ** 60n }],
        },
      ],
    },
  ],
  alerts: [{ name: 'any', type: 'change', onlyWorse: false }],
};
const memory = (one: CheckConfiguration | null): CheckMemory => ({
  ...blank,
  seen: { ...blank.seen, configuration: one },
});

describe('the configuration of a Check as a part of its memory', () => {
  const part = configurationPart<CheckMemory>(new SharedRules());
  const back = (one: CheckConfiguration | null) =>
    part.decode(part.encode(memory(one)), blank, configuration.id).seen.configuration;

  it.each([
    ['a configuration', configuration],
    ['a configuration without a Target', { ...configuration, target: null }],
    ['that there is none', null],
  ])('restores %s', (_, one) => {
    expect(back(one)).toEqual(one);
  });

  it('holds rules that Checks share only once', () => {
    const other = { ...configuration, version: 4 };
    expect(back(other)?.states).toBe(back(configuration)?.states);
  });

  it('takes the id from the key', () => {
    const id = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5e';
    const { configuration: read } = part.decode(part.encode(memory(configuration)), blank, id).seen;
    expect(read).toEqual({ ...configuration, id });
  });

  it('reports where shared rules begin', () => {
    const others = [
      { ...configuration, target: null },
      { ...configuration, version: 4, createdAt: 0 },
    ];
    const tail = (one: CheckConfiguration): Buffer => {
      const bytes = part.encode(memory(one));
      return bytes.subarray(part.commonFrom?.(bytes));
    };
    expect(tail(configuration).length).toBeGreaterThan(100);
    for (const other of others) expect(tail(other)).toEqual(tail(configuration));
    expect(tail({ ...configuration, alerts: [] })).not.toEqual(tail(configuration));
    expect(tail({ ...configuration, missingAfter: 1 })).not.toEqual(tail(configuration));
    for (const rubbish of ['', 'x', '\u0003\u0001\u0000\u007f'])
      expect(part.commonFrom?.(Buffer.from(rubbish))).toBe(rubbish.length);
  });

  it.each([
    ['of another version', Buffer.from([1, 0])],
    ['that are truncated', part.encode(memory(configuration)).subarray(0, -1)],
    ['with trailing bytes', Buffer.concat([part.encode(memory(configuration)), Buffer.from([0])])],
  ])('refuses bytes %s', (_, bytes) => {
    expect(() => part.decode(bytes, blank, configuration.id)).toThrow();
  });
});
