import { describe, expect, it, jest } from '@jest/globals';
import { Turnstile } from './turnstile';

describe('a turnstile', () => {
  afterEach(() => jest.useRealTimers());

  it('lets one pass after the other, in their order, whether they succeed or not', async () => {
    const turnstile = new Turnstile();
    const seen: string[] = [];
    const work = (name: string, fails: boolean) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
    const nothing = (): void => undefined;
    const passed = [
      turnstile.pass(work('a', false), nothing),
      turnstile.pass(work('b', true), nothing),
      turnstile.pass(work('c', false), nothing),
    ];
    expect((await Promise.allSettled(passed)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('tells those who wait that they do, so that nobody takes them for dead', async () => {
    jest.useFakeTimers();
    const turnstile = new Turnstile();
    let end: () => void = () => undefined;
    const first = turnstile.pass(
      () => new Promise<void>((resolve) => (end = resolve)),
      () => undefined,
    );
    const signs: number[] = [];
    const second = turnstile.pass(
      async () => 'second',
      () => signs.push(1),
    );
    await jest.advanceTimersByTimeAsync(3_500);
    expect(signs).toHaveLength(3);
    end();
    expect([await first, await second]).toEqual([undefined, 'second']);
    await jest.advanceTimersByTimeAsync(3_500);
    expect(signs).toHaveLength(3);
  });
});
