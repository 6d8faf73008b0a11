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

describe('the memory of a Channel', () => {
  it.each<[string, ChannelMemory, Omit<MemoryChange, 'channel'>, string]>([
    ['an expired message is to be mentioned', memory(''), { missed: missed('a') }, 'a -'],
    ['the newest is the last', memory('a'), { missed: missed('b') }, 'ab -'],
    ['a remembered message is not remembered twice', memory('ab'), { missed: missed('a') }, 'ab -'],
    ['a message that was mentioned no longer needs it', memory('abc'), { told: ['b', 'x'] }, 'ac -'],
    ['the oldest is dropped', memory('abcdefghijklmnopqrst'), { missed: missed('u') }, 'bcdefghijklmnopqrstu -'], // prettier-ignore
    [
      'a Channel asked not to be sent anything more',
      memory('a'),
      { disabled: { version: 3, updatedAt: 0 } },
      'a 3',
    ],
    ['and that remains so whatever is mentioned', memory('a', 3), { told: ['a'] }, ' 3'],
  ])('%s', (_, before, change, wanted) => {
    expect(said(remembered(before, { channel: 'mail', ...change }))).toBe(wanted);
  });

  it.each<[string, Omit<MemoryChange, 'channel'>]>([
    ['nothing', {}],
    ['a second request to mention the same message', { missed: missed('a') }],
    ['the mention of another message', { told: ['x'] }],
    ['the same configuration being disabled', { disabled: { version: 3, updatedAt: 0 } }],
  ])('is the same object after %s', (_, change) => {
    const before = memory('a', 3);
    expect(remembered(before, { channel: 'mail', ...change })).toBe(before);
  });

  it('is blank if nothing is to be mentioned and nothing was asked for', () => {
    expect([memory(''), memory('a'), memory('', 1)].map(isBlank)).toEqual([true, false, false]);
  });
});

describe('the memory of a partition', () => {
  const stored = new Map([['mail', memory('a')]]);

  it('is written where it changed, including blank ones, and nowhere else', () => {
    const memories = new ChannelMemories(stored);
    expect(memories.apply({ channel: 'chat' })).toBe(false);
    expect(memories.drain()).toEqual([]);
    expect(memories.apply({ channel: 'mail', told: ['a'] })).toBe(true);
    expect(memories.drain().map(said)).toEqual([' -']);
    expect(memories.all).toEqual([]);
  });

  it('is the same over what is stored, whether uncertain changes were written or not', () => {
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
