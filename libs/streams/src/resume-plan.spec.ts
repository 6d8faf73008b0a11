import { describe, expect, it } from '@jest/globals';
import { type InputState, planResume } from './resume-plan';
import type { Meta } from './snapshot';

const stream = (committed: number | undefined, start = 0): InputState => ({
  topic: 'results',
  role: 'stream',
  start,
  committed,
});
const table = (committed: number | undefined, start = 0): InputState => ({
  topic: 'checks',
  role: 'table',
  start,
  committed,
});
const meta: Meta = { offsets: { results: 100, checks: 7 }, floor: 60, floorClock: 5, clock: 9, tick: 8 };

describe('where a partition continues', () => {
  it('begins at the beginning if there is nothing', () => {
    expect(planResume([stream(undefined, 3), table(undefined, 2)], undefined, 0)).toEqual({
      offsets: [3, 2],
      replay: undefined,
      faults: [],
    });
  });

  it('replays what the snapshots do not cover', () => {
    expect(planResume([stream(100), table(7)], meta, 0)).toEqual({
      offsets: [100, 7],
      replay: { from: 60, until: 100, clock: 5 },
      faults: [],
    });
  });

  it('replays nothing if the snapshots cover everything, or with two streams', () => {
    expect(planResume([stream(100), table(7)], { ...meta, floor: 100 }, 0).replay).toBeUndefined();
    const second: InputState = { ...stream(5), topic: 'checks' };
    expect(planResume([stream(100), second], meta, 0).replay).toBeUndefined();
  });

  it('continues where a replay already stands, which is no gap even if its beginning is gone', () => {
    expect(planResume([stream(100, 80), table(7)], meta, 0, 90)).toEqual({
      offsets: [100, 7],
      replay: { from: 90, until: 100, clock: 5 },
      faults: [],
    });
    expect(planResume([stream(100, 80), table(7)], meta, 0, 100).replay).toBeUndefined();
  });

  const faults: [string, InputState[], Meta | undefined, number, string[], number[]][] = [
    ['committed offsets moved by hand', [stream(50), table(7)], meta, 0, ['offset-mismatch'], [100, 7]],
    ['committed offsets expired', [stream(undefined), table(7)], meta, 0, ['offset-mismatch'], [100, 7]],
    ['snapshots lost: tables are read again', [stream(50), table(7)], undefined, 0, ['memory-lost'], [50, 0]],
    ['records deleted before their snapshot', [stream(100, 80), table(7)], meta, 0, ['replay-gap'], [100, 7]],
    ['snapshots that do not decode', [stream(100), table(7)], meta, 2, ['snapshot-unreadable'], [100, 7]],
  ];
  it.each(faults)('reports: %s', (_sentence, inputs, found, unreadable, codes, offsets) => {
    const plan = planResume(inputs, found, unreadable);
    expect(plan.faults.map(({ code }) => code)).toEqual(codes);
    expect(plan.offsets).toEqual(offsets);
  });

  it('rebuilds what does not decode from all remaining input', () => {
    expect(planResume([stream(100, 20), table(7)], meta, 1).replay).toEqual({
      from: 20,
      until: 100,
      clock: 0,
    });
  });

  it('reads a table that is new to the topology from its beginning', () => {
    expect(planResume([stream(100), { ...table(undefined, 4), topic: 'silences' }], meta, 0).offsets).toEqual(
      [100, 4],
    );
  });
});
