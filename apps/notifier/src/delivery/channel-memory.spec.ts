import { describe, expect, it } from '@jest/globals';
import type { ChannelMemory } from '@panto/model';
import { ChannelMemories } from './channel-memories';
import { isBlank, remembered, type MemoryChange } from './channel-memory';

const missed = (...ids: string[]) => ids.map((id) => ({ id, title: id, timestamp: 0 }));
const memory = (ids: string, version?: number): ChannelMemory => ({
  channel: 'mail',
  disabled: version === undefined ? null : { version, updatedAt: 0 },
  missed: missed(...ids),
});
const said = ({ missed: list, disabled }: ChannelMemory) =>
  `${list.map(({ id }) => id).join('')} ${disabled?.version ?? '-'}`;

describe('what is remembered of a Channel', () => {
  it.each<[string, ChannelMemory, Omit<MemoryChange, 'channel'>, string]>([
    ['what expired is to be told', memory(''), { missed: missed('a') }, 'a -'],
    ['the newest is the last', memory('a'), { missed: missed('b') }, 'ab -'],
    ['what is remembered already is not remembered twice', memory('ab'), { missed: missed('a') }, 'ab -'],
    ['what was told need not be told any more', memory('abc'), { told: ['b', 'x'] }, 'ac -'],
    ['the oldest is passed over', memory('abcdefghijklmnopqrst'), { missed: missed('u') }, 'bcdefghijklmnopqrstu -'], // prettier-ignore
    [
      'a Channel asked to be sent nothing more',
      memory('a'),
      { disabled: { version: 3, updatedAt: 0 } },
      'a 3',
    ],
    ['and it stays so whatever is told', memory('a', 3), { told: ['a'] }, ' 3'],
  ])('%s', (_, before, change, wanted) => {
    expect(said(remembered(before, { channel: 'mail', ...change }))).toBe(wanted);
  });

  it.each<[string, Omit<MemoryChange, 'channel'>]>([
    ['nothing', {}],
    ['to tell again what is to be told', { missed: missed('a') }],
    ['that something else was told', { told: ['x'] }],
    ['that the same configuration is disabled', { disabled: { version: 3, updatedAt: 0 } }],
  ])('is the same object after %s', (_, change) => {
    const before = memory('a', 3);
    expect(remembered(before, { channel: 'mail', ...change })).toBe(before);
  });

  it('is blank when nothing is to be told and nothing was asked for', () => {
    expect([memory(''), memory('a'), memory('', 1)].map(isBlank)).toEqual([true, false, false]);
  });
});

describe('what a partition remembers', () => {
  const stored = new Map([['mail', memory('a')]]);

  it('is written where it changed, blank ones too, and no other', () => {
    const memories = new ChannelMemories(stored);
    expect(memories.apply({ channel: 'chat' })).toBe(false);
    expect(memories.drain()).toEqual([]);
    expect(memories.apply({ channel: 'mail', told: ['a'] })).toBe(true);
    expect(memories.drain().map(said)).toEqual([' -']);
    expect(memories.all).toEqual([]);
  });

  it('comes to the same over what is stored, whether what is in doubt was written or not', () => {
    const before = new ChannelMemories(stored);
    before.apply({ channel: 'mail', missed: missed('b') });
    const [written] = before.drain();
    before.apply({ channel: 'mail', told: ['a'] });
    for (const there of [stored, new Map([['mail', written ?? memory('')]])]) {
      const after = new ChannelMemories(there, before.unrecorded);
      expect(after.all.map(said)).toEqual(['b -']);
      expect(after.drain()).toHaveLength(1);
    }
    before.kept();
    expect(before.unrecorded).toEqual([{ channel: 'mail', told: ['a'] }]);
  });
});
