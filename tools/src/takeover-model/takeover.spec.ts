import { describe, expect, it, jest } from '@jest/globals';
import { mistakes } from './mistakes';
import { type Rules, rules } from './rules';
import { type Scale, scales } from './scales';
import { exploreTakeover } from './takeover';

/** An exploration of a minute and more runs only on request. */
const isLarge = process.env['PANTO_TAKEOVER'] === 'large';
jest.setTimeout(isLarge ? 600_000 : 60_000);

const explore = ({ budget, ...setting }: Scale, change: Partial<Rules> = {}) =>
  exploreTakeover({ ...setting, rules: { ...rules, ...change } }, budget);

const right: readonly (readonly [says: string, scale: Scale])[] = [
  ['a process gives up once, before any output', scales.death],
  ['a process gives up once, during output', scales.deathAfterOutput],
  ['the task moves once, and the other process may have read along', scales.moveWithStandbys],
  ['tasks move, processes give up, transactions time out, any number of times', scales.anything],
  ['the same, and processes read along', scales.anythingWithStandbys],
  ...(isLarge ? [['the same at a larger scale', scales.large] as const] : []),
];

describe('a takeover', () => {
  it.each(right)('is safe in every state, and can always come to its end: %s', (_, scale) => {
    const { states, fault } = explore({ ...scale, alarms: true });
    expect(fault).toBeUndefined();
    expect(states).toBeGreaterThan(200);
  });

  it.each(right)('is safe with transactions of version 2, too: %s', (_, scale) => {
    const { states, fault } = explore({ ...scale, alarms: true }, { epochPerTransaction: true });
    expect(fault).toBeUndefined();
    expect(states).toBeGreaterThan(200);
  });

  it.each(mistakes)('goes wrong if $says', ({ change, scale }) => {
    const { fault } = explore(scale, change);
    expect(fault?.says).toEqual(expect.any(String));
    expect(fault?.way.length).toBeGreaterThan(0);
  });

  it('is vulnerable to a request that is sent again after no response, and arrives twice', () => {
    const { fault } = explore(scales.repeat);
    expect(fault?.way).toContain('A hears nothing of its end, and sends it again');
    expect(fault?.says).toBe('the committed offset is 1, but 2 outputs are there');
  });

  it.each([
    ['nothing else goes wrong', scales.repeat],
    ['processes give up and the task moves as well', scales.repeatAndAnything],
  ])('is safe from such a request with transactions of version 2, if %s', (_, scale) => {
    const { fault } = explore(scale, { epochPerTransaction: true });
    expect(fault).toBeUndefined();
  });
});
