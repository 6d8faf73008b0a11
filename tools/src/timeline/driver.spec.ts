/** All stories at the same time through both stages, as topologies: cut, ticked and killed at random. */
import { describe, expect, it } from '@jest/globals';
import { localCodec, observationOf, schemaNamed } from '@panto/avro';
import { partitionOf } from '@panto/kafka';
import { type Alert, type Check, defaultSeverity, type Result, type State } from '@panto/model';
import { alertTopology, stateTopology } from '@panto/pipeline';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import { type DriverRecord, type LogRecord, TopologyDriver } from '@panto/streams';
import fc from 'fast-check';
import { readStories } from '../../../libs/timeline/stories/read-stories';
import { arrange, spokenOf, untilEnds } from './move-story';
import { chaptersOf, type StoryRecord } from './story-record';

const partitions = 2;
const start = Date.UTC(2026, 5, 1);
const stories = arrange(readStories(), start);
const codecs = {
  results: localCodec<Result>(schemaNamed('result'), 1),
  checks: localCodec<Check>(schemaNamed('check'), 2),
  states: localCodec<State>(schemaNamed('state'), 3),
  alerts: localCodec<Alert>(schemaNamed('alert'), 4),
};
const chapters = chaptersOf(stories, codecs);
const expected = { states: spokenOf(stories, 'states'), alerts: spokenOf(stories, 'alerts') };

interface Cut {
  readonly size: number;
  readonly kill: 'states' | 'alerts' | 'none';
  readonly tick: boolean;
}

class Stages {
  readonly states;
  readonly alerts;

  constructor() {
    const { states, results, alerts } = codecs;
    const checks = { codec: codecs.checks, configurationOf: checkConfigurationOf };
    const evaluate = { severity: defaultSeverity, compileMatcher };
    const first = stateTopology({ prefix: '', states, checks, results, observationOf, evaluate });
    const second = alertTopology({
      prefix: '',
      states,
      checks,
      alerts,
      alert: { severity: defaultSeverity },
    });
    this.states = new TopologyDriver(first, { partitions });
    this.alerts = new TopologyDriver(second, { partitions });
  }

  tell(records: readonly StoryRecord[], kill: Cut['kill']): void {
    if (kill === 'states') this.states.crash(records.map(placed));
    this.pass(this.states.feed(records.map(placed)), kill);
  }

  tick(time: number): void {
    this.pass(this.states.tick(time), 'none');
  }

  configure(change: readonly StoryRecord[]): void {
    if (change.length === 0) return;
    this.pass(this.states.feed(change.map(placed)), 'none');
    this.alerts.feed(change.map(placed));
  }

  private pass(written: readonly LogRecord[], kill: Cut['kill']): void {
    if (written.length === 0) return;
    if (kill === 'alerts') this.alerts.crash(written);
    this.alerts.feed(written);
  }
}

const placed = (record: StoryRecord): DriverRecord => ({
  ...record,
  partition: partitionOf(record.key, partitions),
});

function decoded<Value>(records: readonly LogRecord[], codec: { decode(bytes: Buffer): unknown }): Value[] {
  return records.flatMap(({ value }) => {
    const read = value === null ? undefined : (codec.decode(value) as { ok: true; value: Value });
    expect(read?.ok ?? true).toBe(true);
    return read === undefined ? [] : [read.value];
  });
}

/** Plays all chapters; the cuts repeat in a cycle. */
function tellAll(cuts: readonly Cut[]): Stages {
  const stages = new Stages();
  let next = 0;
  for (const { results, change, until } of chapters) {
    for (let rest = results; rest.length > 0; next += 1) {
      const { size, kill, tick } = cuts[next % cuts.length]!;
      stages.tell(rest.slice(0, size), kill);
      if (tick) stages.tick(rest[Math.min(size, rest.length) - 1]!.timestamp);
      rest = rest.slice(size);
    }
    stages.tick(until);
    stages.configure(change);
  }
  return stages;
}

describe('the stories through both stages', () => {
  it('publish what the plain folds publish, however they are cut, ticked and killed', () => {
    const cut = fc.record({
      size: fc.integer({ min: 1, max: 20 }),
      kill: fc.constantFrom<Cut['kill']>('states', 'alerts', 'none', 'none'),
      tick: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 40 }), (cuts) => {
        const stages = tellAll(cuts);
        expect(untilEnds(stories, decoded<State>(stages.states.outputs, codecs.states))).toEqual(
          expected.states,
        );
        expect(untilEnds(stories, decoded<Alert>(stages.alerts.outputs, codecs.alerts))).toEqual(
          expected.alerts,
        );
        const dead = stages.states.deadLetters.map(
          ({ headers }) => headers['__connect.errors.exception.class.name'],
        );
        expect(dead).toEqual(['clock-ahead']);
      }),
      { numRuns: Number(process.env.PANTO_FUZZ_RUNS ?? 8), seed: 20260104 },
    );
  });

  it('publish something for every Check', () => {
    const checks = stories.flatMap(({ names }) => [...names.keys()]);
    expect(checks.filter((check) => !expected.states.some((line) => line.includes(check)))).toEqual([]);
    expect(chapters.length).toBeGreaterThan(3);
  });
});
