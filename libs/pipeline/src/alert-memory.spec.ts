import { blank, type AlertMemory } from '@panto/alert';
import type { CheckConfiguration } from '@panto/model';
import { alertMemory } from './alert-memory';
import { memoryCodec } from './memory-codec';
import { SharedRules } from './shared-rules';

const configuration: CheckConfiguration = {
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  version: 3,
  createdAt: 1_760_000_000_000,
  missingAfter: 90_000,
  confirm: { worse: 1, better: 2, error: 1 },
  states: [],
  alerts: [{ name: 'any', type: 'change', onlyWorse: false }],
};
const memory: AlertMemory = {
  ...blank,
  seen: { ...blank.seen, configuration, changes: [1, 2] },
  episodes: { any: { id: 'x', kind: 'change', opened: 1, sequence: 2, told: 'CRITICAL' } },
};
const older = { ...configuration, version: 2 };

describe('the memory of the Alerts of a Check', () => {
  const parts = alertMemory(new SharedRules());
  const encoded = (): Map<string, Buffer> => new Map(parts.map(({ name, encode }) => [name, encode(memory)]));
  const back = (bytes: ReadonlyMap<string, Buffer>, from = blank): AlertMemory =>
    parts.reduce((one, { name, decode }) => {
      const known = bytes.get(name);
      return known === undefined ? one : decode(known, one, configuration.id);
    }, from);

  it('survives the round trip through its parts', () => {
    expect(back(encoded())).toEqual(memory);
  });

  it('has its configuration in one part only, which stays when the other one is replaced', () => {
    const bytes = encoded();
    expect(String(bytes.get('memory'))).not.toContain('5f0c9a52');
    bytes.delete('configuration');
    expect(back(bytes, { ...blank, seen: { ...blank.seen, configuration: older } })).toEqual({
      ...memory,
      seen: { ...memory.seen, configuration: older },
    });
  });

  it('is read even if it was written before beginnings of problems were remembered', () => {
    const { problemSince: _, problemBefore: __, ...seen } = memory.seen;
    // The types describe what is remembered today.
    const bytes = parts.map(
      ({ name, encode }) => [name, encode({ ...memory, seen } as AlertMemory)] as const,
    );
    expect(back(new Map(bytes))).toEqual(memory);
  });

  it('does not read the single piece that earlier versions wrote', () => {
    const inOnePiece = memoryCodec((value): value is AlertMemory => 'seen' in value).encode(memory);
    expect(() => back(new Map([['memory', inOnePiece]]))).toThrow('a snapshot of another version');
  });
});
