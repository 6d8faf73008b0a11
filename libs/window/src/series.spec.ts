import fc from 'fast-check';
import {
  dropBefore,
  has,
  insert,
  keepNewest,
  nearest,
  newest,
  samples,
  seriesOf,
  type Series,
} from './series';

type Entry = readonly [time: number, value: number];

const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer()), { maxLength: 200 });

const build = (list: readonly Entry[]): Series<number> =>
  list.reduce<Series<number>>((series, [time, value]) => insert(series, time, value), seriesOf());

/** The expected content of a Series: the first value of each time, sorted. */
function naive(list: readonly Entry[]): { time: number; value: number }[] {
  const first = new Map<number, number>();
  for (const [time, value] of list) if (!first.has(time)) first.set(time, value);
  return [...first].map(([time, value]) => ({ time, value })).sort((a, b) => a.time - b.time);
}

describe('a Series', () => {
  it('holds the first value of each time in order, whatever the order of arrival', () => {
    fc.assert(fc.property(entries, (list) => expect(samples(build(list))).toEqual(naive(list))));
  });

  it('finds the nearest sample, the earlier of two equally near', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: -50, max: 450 }), (list, time) => {
        const byDistance = naive(list).sort(
          (a, b) => Math.abs(a.time - time) - Math.abs(b.time - time) || a.time - b.time,
        );
        expect(nearest(build(list), time)).toEqual(byDistance[0]);
      }),
    );
  });

  it('gives the newest samples, or nothing when there are fewer', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 100 }), (list, count) => {
        const all = naive(list);
        const last = all.slice(-count);
        const wanted = { times: last.map(({ time }) => time), values: last.map(({ value }) => value) };
        const found = newest(build(list), count);
        const given = found && {
          times: found.times.slice(found.from, found.from + count),
          values: found.values.slice(found.from, found.from + count),
        };
        expect(given).toEqual(all.length < count ? undefined : wanted);
      }),
    );
  });

  it('knows which times it holds', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 400 }), (list, time) => {
        expect(has(build(list), time)).toBe(list.some(([t]) => t === time));
      }),
    );
  });

  it('never drops what lies at or after the floor, and keeps its length correct', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 400 }), (list, floor) => {
        const kept = dropBefore(build(list), floor);
        expect(samples(kept).filter((s) => s.time >= floor)).toEqual(
          naive(list).filter((s) => s.time >= floor),
        );
        expect(kept.length).toBe(samples(kept).length);
      }),
    );
  });

  it('never drops the newest ones requested, and holds few more', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 100 }), (list, count) => {
        const kept = keepNewest(build(list), count);
        expect(samples(kept).slice(-count)).toEqual(naive(list).slice(-count));
        expect(kept.length).toBeLessThan(count + 144);
      }),
    );
  });

  it('is unchanged when two others grow from it', () => {
    fc.assert(
      fc.property(entries, entries, entries, (common, one, other) => {
        const base = build(common);
        const grown = (list: readonly Entry[]) =>
          list.reduce((series, [time, value]) => insert(series, time, value), base);
        const [first, second] = [grown(one), grown(other)];
        expect(samples(base)).toEqual(naive(common));
        expect(samples(first)).toEqual(naive([...common, ...one]));
        expect(samples(second)).toEqual(naive([...common, ...other]));
      }),
    );
  });

  it('leaves the old Series unchanged', () => {
    const before = build([
      [1, 10],
      [3, 30],
    ]);
    insert(before, 2, 20);
    expect(samples(before).map((s) => s.time)).toEqual([1, 3]);
  });
});
