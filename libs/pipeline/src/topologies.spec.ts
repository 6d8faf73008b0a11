import { describe, expect, it } from '@jest/globals';
import { localCodec, observationOf, QuickObservations, resultOf, schemaNamed } from '@panto/avro';
import {
  defaultSeverity,
  type Alert,
  type Check,
  type CheckConfiguration,
  type Result,
  type State,
} from '@panto/model';
import { TopologyDriver, type DriverRecord, type LogRecord } from '@panto/streams';
import fc from 'fast-check';
import { alertTopology, Simulation, stateTopology, type Decision } from './index';
import { arrive } from './oracle/recording';
import { scenario, type Scenario } from './oracle/scenario';

const severity = defaultSeverity;
const compileMatcher = (pattern: string) => (text: string) => new RegExp(pattern).test(text);
const results = localCodec<Result>(schemaNamed('result'), 1);
const quick = new QuickObservations(results);
const observe = ({ value, headers }: LogRecord, arrival: number) => quick.observe(value, arrival, headers);
const checks = localCodec<Check>(schemaNamed('check'), 2);
const states = localCodec<State>(schemaNamed('state'), 3);
const alerts = localCodec<Alert>(schemaNamed('alert'), 4);

/** The two stages, one after the other, cut into transactions and killed as specified. */
class Pipeline {
  readonly states: TopologyDriver<unknown, unknown, unknown>;
  readonly alerts: TopologyDriver<unknown, unknown, unknown>;

  constructor(configurations: readonly CheckConfiguration[], configured: number) {
    const byId = new Map(configurations.map((one) => [one.id, { ...one, createdAt: configured }]));
    const reading = { codec: checks, configurationOf: (check: Check) => byId.get(check.id)! };
    const stage = { prefix: '', states, checks: reading };
    const evaluate = { severity, compileMatcher };
    // The driver does not know the types inside: its input and output are bytes.
    this.states = new TopologyDriver(
      stateTopology({ ...stage, results, observationOf, observe, evaluate }),
    ) as never;
    this.alerts = new TopologyDriver(alertTopology({ ...stage, alerts, alert: { severity } })) as never;
    for (const { id, version } of configurations) {
      const check = {
        id,
        name: id,
        labels: {},
        version,
        createdAt: 0,
        updatedAt: 0,
        target: '',
        agent: null,
        spec: '',
      };
      const record = { topic: 'config.checks', key: id, value: checks.encode(check), timestamp: configured };
      this.states.feed(record);
      this.alerts.feed(record);
    }
  }

  feed(records: readonly DriverRecord[], kill: boolean): void {
    if (kill) this.states.crash(records);
    this.pass(this.states.feed(records), kill);
  }

  tick(time: number): void {
    this.pass(this.states.tick(time), false);
  }

  private pass(written: readonly LogRecord[], kill: boolean): void {
    const input = written.filter(({ topic }) => topic === 'states');
    if (kill) this.alerts.crash(input);
    if (input.length > 0) this.alerts.feed(input);
  }
}

/** The content of a Decision, or of a record of the topics; comparable on both sides. */
function sayState({
  check,
  state,
  previous,
  timestamp,
  since,
  occurrences,
  problemOccurrences,
  reasons,
  late,
}: State) {
  return { check, state, previous, timestamp, since, occurrences, problemOccurrences, late, texts: reasons.map((r) => r.text) }; // prettier-ignore
}

function sayAlert({ id, episode, sequence, check, rule, kind, status, state, timestamp, opened }: Alert) {
  return { id, episode, sequence, check, rule, kind, status, state, timestamp, opened };
}

function byCheck<Said extends { readonly check: string }>(said: readonly Said[]): Record<string, Said[]> {
  const map: Record<string, Said[]> = {};
  for (const one of said) (map[one.check] ??= []).push(one);
  return map;
}

function decoded<Value>(
  records: readonly LogRecord[],
  topic: string,
  codec: { decode(bytes: Buffer): unknown },
): Value[] {
  return records.flatMap((record) => {
    if (record.topic !== topic || record.value === null) return [];
    const read = codec.decode(record.value) as { ok: true; value: Value };
    expect(read.ok).toBe(true);
    return [read.value];
  });
}

/** A single undisturbed process, as a plain fold. */
function undisturbed({ configurations, lines }: Scenario, until: number): Decision[] {
  const decisions: Decision[] = [];
  const simulation = new Simulation({ severity, compileMatcher }, (decision) => decisions.push(decision));
  const arrived = arrive(lines);
  const first = arrived[0]?.arrival ?? 0;
  for (const one of configurations) simulation.configure(one.id, { ...one, createdAt: first }, first);
  for (const line of arrived) if (!line.dead) simulation.arrive(line.check, line);
  simulation.passThrough(until);
  return decisions;
}

describe('the stages as topologies', () => {
  it('write what the plain fold decides, however they are batched, ticked and killed', () => {
    const cut = fc.record({ size: fc.integer({ min: 1, max: 8 }), kill: fc.boolean(), tick: fc.boolean() });
    fc.assert(
      fc.property(scenario, fc.array(cut, { minLength: 60, maxLength: 60 }), (drawn, cuts) => {
        const arrived = arrive(drawn.lines);
        const [first, last] = [arrived[0]!.arrival, arrived.at(-1)!.arrival];
        const pipeline = new Pipeline(drawn.configurations, first);
        let rest = arrived.map(({ check, arrival, timestamp, metrics, error }): DriverRecord => {
          const value = results.encode(resultOf(metrics, { timestamp, error }));
          return { topic: 'results', key: check, value, timestamp: arrival };
        });
        for (const { size, kill, tick } of cuts) {
          if (rest.length === 0) break;
          pipeline.feed(rest.slice(0, size), kill);
          if (tick) pipeline.tick(rest[Math.min(size, rest.length) - 1]!.timestamp);
          rest = rest.slice(size);
        }
        expect(rest).toEqual([]);
        // A deadline is missed in the instant after it: the tick of that instant publishes those at `last`.
        pipeline.tick(last);
        const before = pipeline.alerts.outputs.length;
        pipeline.tick(last + 1);
        const expected = undisturbed(drawn, last);
        const saidStates = decoded<State>(pipeline.states.outputs, 'states', states).map(sayState);
        expect(byCheck(saidStates)).toEqual(
          byCheck(expected.flatMap((one) => (one.type === 'state' ? [sayState(one.state)] : []))),
        );
        const ends = decoded<Alert>(pipeline.alerts.outputs.slice(before), 'alerts', alerts).filter((one) => one.timestamp === last + 1 && one.arrival === last + 1); // prettier-ignore
        const saidAlerts = decoded<Alert>(pipeline.alerts.outputs, 'alerts', alerts).filter(({ id }) => !ends.some((end) => end.id === id)); // prettier-ignore
        expect(byCheck(saidAlerts.map(sayAlert))).toEqual(
          byCheck(expected.flatMap((one) => (one.type === 'alert' ? [sayAlert(one.alert)] : []))),
        );
      }),
      { numRuns: Number(process.env.PANTO_FUZZ_RUNS ?? 40), seed: 20260102 },
    );
  });
});
