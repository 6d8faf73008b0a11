import { localCodec, schemaNamed } from '@panto/avro';
import { defaultSeverity, uuidV5, type Alert, type Observation, type State } from '@panto/model';
import { Simulation } from '@panto/pipeline';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import type { LogRecord } from '@panto/streams';
import { checkSpec } from './check-spec';
import type { Codecs, Committed, Told } from './committed';
import { randomness } from './randomness';
import { verify } from './verifier';

const start = Date.parse('2026-01-01T00:00:00Z');
const id = uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'check');
const codecs: Codecs = {
  states: localCodec<State>(schemaNamed('state')),
  alerts: localCodec<Alert>(schemaNamed('alert')),
};

/**
 * A minute of one Check: a wandering load, a silence in between, and what an undisturbed run publishes about it.
 * `late`: what was measured during the silence arrives after it, all at once.
 */
function undisturbed(seed = 7, late = false): { committed: Committed; end: number } {
  const random = randomness(seed);
  const spec = JSON.stringify({ target: id, ...checkSpec });
  const common = { id, name: 'check', labels: {}, version: 1, target: id, agent: null, spec };
  const configuration = checkConfigurationOf({ ...common, createdAt: start, updatedAt: start });
  const told = Array.from({ length: 60 }, (_, second): Told => {
    const timestamp = start + 1_000 * (second + 1);
    const silent = second > 30 && second < 40;
    if (silent && !late) return { kind: 'tick', arrival: timestamp };
    const arrival = silent ? start + 40_000 : timestamp;
    const metrics = new Map([
      ['load', Math.floor(random() * 100)],
      ['errors-total', second],
    ]);
    const observation: Observation = { timestamp, arrival, metrics, error: null };
    return { kind: 'result', arrival, check: id, observation };
  });
  const states: LogRecord[] = [];
  const alerts: LogRecord[] = [];
  const add = (list: LogRecord[], topic: string, timestamp: number, value: Buffer) =>
    list.push({
      topic,
      partition: 0,
      offset: list.length,
      timestamp,
      key: Buffer.from(id),
      value,
      headers: {},
    });
  const simulation = new Simulation({ severity: defaultSeverity, compileMatcher }, (decision) => {
    if (decision.type === 'state')
      add(states, 'states', decision.state.arrival, codecs.states.encode(decision.state));
    if (decision.type === 'alert')
      add(alerts, 'alerts', decision.alert.arrival, codecs.alerts.encode(decision.alert));
  });
  simulation.configure(id, configuration, start);
  for (const one of told) {
    const nothing = { timestamp: one.arrival, arrival: one.arrival, metrics: new Map(), error: null };
    simulation.arrive(one.kind === 'result' ? id : '', one.kind === 'result' ? one.observation : nothing);
  }
  const partition = { partition: 0, configurations: [configuration], told, states, alerts, buried: [], poison: [] }; // prettier-ignore
  return { committed: { partitions: [partition], codecs }, end: start + 60_000 };
}

/** The same, with its States and Alerts tampered with. */
function tampered(
  change: (records: readonly LogRecord[]) => readonly LogRecord[],
  what: 'states' | 'alerts',
): readonly string[] {
  const { committed, end } = undisturbed();
  const partitions = committed.partitions.map((one) => ({ ...one, [what]: change(one[what]) }));
  return verify({ ...committed, partitions }, end).wrong;
}

describe('the verifier', () => {
  it('finds nothing wrong with an undisturbed run, by the folds and by the oracle', () => {
    const { committed, end } = undisturbed();
    const { wrong, counts } = verify(committed, end);
    expect(wrong).toEqual([]);
    expect(counts.byOracle).toBe(1);
    expect(counts.missingData).toBeGreaterThan(1);
    expect(counts.alerts).toBeGreaterThan(10);
  });

  it('finds nothing wrong wherever the oracle stops, even if later records end flaps in the past', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { committed, end } = undisturbed(seed, true);
      for (let lines = 28; lines < 45; lines++) {
        expect({ seed, lines, wrong: verify(committed, end, lines).wrong }).toEqual({
          seed,
          lines,
          wrong: [],
        });
      }
    }
  });

  it.each(['states', 'alerts'] as const)(
    'sees a record of %s that is lost, duplicated, or out of order',
    (what) => {
      expect(tampered((list) => list.filter((_, at) => at !== 4), what)).not.toEqual([]);
      expect(tampered((list) => list.slice(0, -3), what)).not.toEqual([]);
      expect(
        tampered((list) => list.flatMap((one, at) => (at === 4 ? [one, one] : [one])), what),
      ).not.toEqual([]);
      expect(
        tampered((list) => [...list.slice(0, 4), list[5]!, list[4]!, ...list.slice(6)], what),
      ).not.toEqual([]);
    },
  );

  it('sees a dead letter that is lost, and one for which nothing was refused', () => {
    const { committed, end } = undisturbed();
    const [one] = committed.partitions;
    const verdict = (change: object) => verify({ ...committed, partitions: [{ ...one!, ...change }] }, end);
    expect(verdict({ poison: ['0/3'] }).wrong).toHaveLength(1);
    expect(verdict({ buried: ['0/3', '0/3'] }).wrong).toHaveLength(2);
  });
});
