import type { AvroCodec } from '@panto/avro';
import { observationOf } from '@panto/avro';
import { tickKey, type Alert, type Check, type CheckConfiguration, type Observation, type Result, type State } from '@panto/model'; // prettier-ignore
import { checkConfigurationOf } from '@panto/resource';
import type { LogRecord } from '@panto/streams';
import type { TestStage } from '../../src/harness/test-stage';
import { poisonHeader } from './poison';

/** What a committed record of `results` is to the verifier. */
export type Told =
  | { readonly kind: 'tick'; readonly arrival: number }
  | { readonly kind: 'dead'; readonly arrival: number; readonly record: LogRecord }
  | {
      readonly kind: 'result';
      readonly arrival: number;
      readonly check: string;
      readonly observation: Observation;
    };

/** One partition of everything that was committed. */
export interface CommittedPartition {
  readonly partition: number;
  readonly configurations: readonly CheckConfiguration[];
  readonly told: readonly Told[];
  /** What was published, without ticks. */
  readonly states: readonly LogRecord[];
  readonly alerts: readonly LogRecord[];
  /** Positions in `results` that the dead letters name, in their order. */
  readonly buried: readonly string[];
  /** Positions of all records that the workload produced to be refused. */
  readonly poison: readonly string[];
}

/** How values are read and written. */
export interface Codecs {
  readonly states: AvroCodec<State>;
  readonly alerts: AvroCodec<Alert>;
}

/** Everything that was committed, read as an outside consumer would. */
export interface Committed {
  readonly partitions: readonly CommittedPartition[];
  readonly codecs: Codecs;
}

/** Reads everything committed in the topics of a run. */
export async function readCommitted(stage: TestStage): Promise<Committed> {
  const checks = await stage.codec<Check>('config.checks', 'check');
  const results = await stage.codec<Result>('results', 'result');
  const codecs: Codecs = {
    states: await stage.codec<State>('states', 'state'),
    alerts: await stage.codec<Alert>('alerts', 'alert'),
  };
  const topics = ['config.checks', 'results', 'states', 'alerts', 'dead-letters.state-processor'];
  const [configured = [], fed = [], states = [], alerts = [], dead = []] = await inTurn(topics, (topic) =>
    stage.read(topic),
  );
  for (const list of fed) await results.prepare(list.map(({ value }) => value));
  const partitions = fed.map((list, partition): CommittedPartition => {
    const letters = dead[partition] ?? [];
    const buried = letters.map(placeOfLetter);
    return {
      partition,
      configurations: (configured[partition] ?? []).map(({ value }) => {
        const decoded = checks.decode(value);
        if (!decoded.ok) throw new Error(decoded.detail);
        return checkConfigurationOf(decoded.value);
      }),
      told: tell(list, results, new Set(buried)),
      states: spoken(states[partition] ?? []),
      alerts: spoken(alerts[partition] ?? []),
      buried,
      poison: list.filter(({ headers }) => poisonHeader in headers).map(placeOf),
    };
  });
  return { partitions, codecs };
}

/** Name of the position of a record. */
export const placeOf = ({ partition, offset }: LogRecord) => `${partition}/${offset}`;

function placeOfLetter({ headers }: LogRecord): string {
  return `${headers['__connect.errors.partition'] ?? '?'}/${headers['__connect.errors.offset'] ?? '?'}`;
}

/** All records except ticks: how many ticks are passed on depends on the batches. */
function spoken(records: readonly LogRecord[]): LogRecord[] {
  return records.filter(({ key }) => key?.toString() !== tickKey);
}

/**
 * What the records of a partition mean. Poison is recognised by its header; other refused records (while the registry
 * lied) by the dead letters, since that cannot be derived from the input.
 */
function tell(records: readonly LogRecord[], codec: AvroCodec<Result>, buried: ReadonlySet<string>): Told[] {
  let clock = 0;
  return records.map((record): Told => {
    const arrival = (clock = Math.max(clock, record.timestamp));
    const key = record.key?.toString() ?? '';
    if (key === tickKey && record.value === null) return { kind: 'tick', arrival };
    if (poisonHeader in record.headers || buried.has(placeOf(record)))
      return { kind: 'dead', arrival, record };
    const decoded = codec.decode(record.value, record.headers);
    const observed = decoded.ok ? observationOf(decoded.value, arrival) : decoded;
    if (!observed.ok) throw new Error(`${placeOf(record)} cannot be read: ${observed.detail}`);
    return { kind: 'result', arrival, check: key, observation: observed.value };
  });
}

async function inTurn<From, To>(items: readonly From[], each: (item: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (const item of items) done.push(await each(item));
  return done;
}
