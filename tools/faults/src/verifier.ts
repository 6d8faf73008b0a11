import { differences, expectation, type Line } from '@panto/oracle';
import { defaultSeverity } from '@panto/model';
import { Simulation, type Decision } from '@panto/pipeline';
import { compileMatcher } from '@panto/resource';
import type { LogRecord } from '@panto/streams';
import type { Codecs, Committed, CommittedPartition, Told } from './committed';

/** What a run published, and what is wrong with it. */
export interface Verdict {
  /** One sentence per error; empty if everything is as it must be. */
  readonly wrong: readonly string[];
  readonly counts: {
    readonly results: number;
    readonly states: number;
    readonly alerts: number;
    readonly missingData: number;
    readonly deadLetters: number;
    /** Checks whose records also agree with a second reading of the contract. */
    readonly byOracle: number;
  };
}

/**
 * The oracle derives everything from the whole recording again and again: it ignores the lines of a Check beyond this
 * number.
 */
const mostLines = 220;
/** Number of Checks that the oracle verifies. */
const oracleChecks = 16;

/**
 * Derives what must have been published from the committed input, with the plain folds and again with the oracle, and
 * compares record by record. Everything that was due before `end` must be there; what was decided later may be.
 */
export function verify({ partitions, codecs }: Committed, end: number, oracleLines = mostLines): Verdict {
  const perPartition = partitions.map((partition) => verifyPartition(partition, codecs, end));
  const sum = (count: (partition: CommittedPartition) => number) =>
    partitions.reduce((total, partition) => total + count(partition), 0);
  const oracle = byOracle(partitions, codecs, end, oracleLines);
  return {
    wrong: [...perPartition.flat(), ...oracle.wrong],
    counts: {
      results: sum(({ told }) => told.filter(({ kind }) => kind === 'result').length),
      states: sum(({ states }) => states.length),
      alerts: sum(({ alerts }) => alerts.length),
      missingData: sum(({ states }) => statesOf(states, codecs).filter(isMissing).length),
      deadLetters: sum(({ buried }) => buried.length),
      byOracle: oracle.checks,
    },
  };
}

function verifyPartition(partition: CommittedPartition, codecs: Codecs, end: number): string[] {
  const { partition: number, states, alerts, buried, poison, told } = partition;
  const decisions = fold(partition);
  const wanted = {
    states: decisions.flatMap(
      (one) =>
      one.type === 'state' ? [recordOf(one.state.check, one.state.arrival, codecs.states.encode(one.state))] : [], // prettier-ignore
    ),
    alerts: decisions.flatMap(
      (one) =>
      one.type === 'alert' ? [recordOf(one.alert.check, one.alert.arrival, codecs.alerts.encode(one.alert))] : [], // prettier-ignore
    ),
  };
  const refused = told.filter(({ kind }) => kind === 'dead').length;
  const show = { states: shownBy(codecs.states), alerts: shownBy(codecs.alerts) };
  return [
    ...compare(`states/${number}`, states.map(lineOf), wanted.states, end, show.states),
    ...compare(`alerts/${number}`, alerts.map(lineOf), wanted.alerts, end, show.alerts),
    ...(poison.every((place) => buried.includes(place))
      ? []
      : [`dead letters of ${number}: ${poison.find((place) => !buried.includes(place))} is missing`]),
    ...(new Set(buried).size === buried.length ? [] : [`dead letters of ${number}: one is duplicated`]),
    ...(refused === buried.length
      ? []
      : [`dead letters of ${number}: ${buried.length} for ${refused} records`]),
  ];
}

/** A published record as the verifier compares it. */
interface Published {
  readonly key: string;
  readonly timestamp: number;
  readonly value: Buffer | null;
}

const recordOf = (key: string, timestamp: number, value: Buffer): Published => ({ key, timestamp, value });
const lineOf = ({ key, timestamp, value }: LogRecord): Published => ({
  key: key?.toString() ?? '',
  timestamp,
  value,
});
const textOf = ({ key, timestamp, value }: Published) => `${key} ${timestamp} ${value?.toString('base64')}`;

/** Expects the same records in the same order; a record may be missing only if it was decided after the end. */
function compare(
  what: string,
  found: readonly Published[],
  wanted: readonly Published[],
  end: number,
  show: (record: Published | undefined) => string,
): string[] {
  const at = found.findIndex((record, i) => {
    const other = wanted[i];
    return other === undefined || textOf(record) !== textOf(other);
  });
  if (at >= 0) {
    const counts = `${found.length} found, ${wanted.length} wanted`;
    return [`${what}, record ${at} (${counts}): found ${show(found[at])}, wanted ${show(wanted[at])}`];
  }
  const lost = wanted.slice(found.length).find(({ timestamp }) => timestamp < end);
  return lost === undefined ? [] : [`${what}: ${show(lost)} is missing, and so is everything after it`];
}

function shownBy(codec: Codecs[keyof Codecs]): (record: Published | undefined) => string {
  return (record) => {
    if (record === undefined) return 'nothing';
    const decoded = codec.decode(record.value);
    const { reasons: _, ...value } = decoded.ok
      ? { ...decoded.value }
      : { reasons: [], detail: decoded.detail };
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
  };
}

/** Runs the production folds over the input of a partition, without the runtime. */
function fold({ configurations, told }: CommittedPartition): Decision[] {
  const decisions: Decision[] = [];
  const simulation = new Simulation({ severity: defaultSeverity, compileMatcher }, (decision) =>
    decisions.push(decision),
  );
  for (const configuration of configurations) {
    simulation.configure(configuration.id, configuration, configuration.createdAt);
  }
  for (const one of told) {
    if (one.kind === 'result') simulation.arrive(one.check, one.observation);
    else simulation.arrive('', nothingAt(one.arrival));
  }
  return decisions;
}

/** Nothing but time: a Result of a Check that does not exist. */
const nothingAt = (arrival: number) => ({ timestamp: arrival, arrival, metrics: new Map(), error: null });

const isMissing = (decision: Decision) =>
  decision.type === 'state' && decision.state.state === 'MISSING_DATA';

function statesOf(records: readonly LogRecord[], codecs: Codecs): Decision[] {
  return records.flatMap(({ value }) => {
    const decoded = codecs.states.decode(value);
    return decoded.ok ? [{ type: 'state' as const, state: decoded.value }] : [];
  });
}

function alertsOf(records: readonly LogRecord[], codecs: Codecs): Decision[] {
  return records.flatMap(({ value }) => {
    const decoded = codecs.alerts.decode(value);
    return decoded.ok ? [{ type: 'alert' as const, alert: decoded.value }] : [];
  });
}

/** Compares some Checks with the letter of the contract, by code that shares nothing with the folds. */
function byOracle(
  partitions: readonly CommittedPartition[],
  codecs: Codecs,
  end: number,
  oracleLines: number,
): { readonly wrong: readonly string[]; readonly checks: number } {
  const each = Math.ceil(oracleChecks / partitions.length);
  const wrong = partitions.map((partition) =>
    partition.configurations
      .slice(0, each)
      .map(({ id }) => askOracle(id, partition, codecs, { end, oracleLines })),
  );
  return { wrong: wrong.flat(2), checks: wrong.flat().length };
}

function askOracle(
  id: string,
  partition: CommittedPartition,
  codecs: Codecs,
  { end, oracleLines }: { readonly end: number; readonly oracleLines: number },
): string[] {
  const { configurations, told, states, alerts } = partition;
  const configuration = configurations.find((one) => one.id === id);
  if (configuration === undefined) return [];
  const own = told.filter(
    (one): one is Told & { kind: 'result' } => one.kind === 'result' && one.check === id,
  );
  const cut = Math.min(end, own[oracleLines]?.arrival ?? end) - 1;
  // Checks are configured at the first line's arrival (contract, 7): a line of an unknown Check fixes that time.
  const created = configuration.createdAt;
  const first: Line = {
    check: 'nobody',
    timestamp: created,
    arrival: created,
    metrics: new Map(),
    error: null,
  };
  const lines = own.map(({ observation }): Line => ({
    check: id,
    ...observation,
    metrics: new Map(observation.metrics),
  }));
  const expected = expectation([configuration], [first, ...lines], cut);
  const mine = ({ key, timestamp }: LogRecord) => key?.toString() === id && timestamp <= cut;
  // A State that came late may end a flap before that State's arrival: the Alert then bears an older time than its
  // cause.
  const decided = alertsOf(alerts.filter(mine), codecs).filter(
    (one) => one.type !== 'alert' || (one.alert.cause?.arrival ?? 0) <= cut,
  );
  return [
    ...differences(statesOf(states.filter(mine), codecs), { ...expected, alerts: [], notes: [] }),
    ...differences(decided, { ...expected, states: [], notes: [] }),
  ].map((difference) => `oracle: ${difference}`);
}
