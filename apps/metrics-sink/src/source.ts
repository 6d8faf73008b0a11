import { AvroDecoder, observationOf, schemaNamed, type SchemaSource } from '@panto/avro';
import { projections, type Projected, type Projection, type TableRow } from '@panto/clickhouse';
import { catalogue, tickKey, topicName, type Result } from '@panto/model';
import type { LogRecord } from '@panto/streams';

/** What becomes of a record. */
export type Outcome =
  | { readonly kind: 'rows'; readonly rows: readonly TableRow[] }
  /** Nothing to store: counted. */
  | { readonly kind: 'skip'; readonly reason: 'tick' | 'tombstone' }
  /** Cannot be stored: goes to the dead letters. */
  | { readonly kind: 'dead'; readonly reason: string; readonly detail: string };

/** A topic that is stored: how its records are read, and the rows they make. */
export interface Source {
  /** Full name, with prefix. */
  readonly topic: string;
  /** Fetches unknown schemas; throws a retryable error while the registry cannot be asked. */
  prepare(records: readonly LogRecord[]): Promise<void>;
  /** Pure: the outcome of a record. */
  read(record: LogRecord): Outcome;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** How far a Result may be ahead of its arrival, as everywhere, ms. */
const ahead = 300_000;

const dead = (reason: string, detail: string): Outcome => ({ kind: 'dead', reason, detail });

/** A source for every stored topic. */
export function sources(prefix: string, schemas: SchemaSource): readonly Source[] {
  return [
    source('results', prefix, schemas, projections.results, resultFault),
    source('states', prefix, schemas, projections.states),
    source('alerts', prefix, schemas, projections.alerts),
    source('notifications', prefix, schemas, projections.notifications),
    source('deliveries', prefix, schemas, projections.deliveries),
  ];
}

function source<Name extends keyof Projected>(
  name: Name,
  prefix: string,
  schemas: SchemaSource,
  project: Projection<Projected[Name]>,
  fault: (value: Projected[Name], record: LogRecord) => Outcome | undefined = () => undefined,
): Source {
  const schema = catalogue.find((topic) => topic.name === name)?.schema;
  if (schema == null) throw new Error(`the catalogue has no schema for the topic ${name}`);
  const decoder = new AvroDecoder<Projected[Name]>(schemaNamed(schema), schemas);
  return {
    topic: topicName(prefix, name),
    prepare: (records) => decoder.prepare(records.map(({ value }) => value)),
    read(record) {
      const key = record.key?.toString('utf8') ?? '';
      if (record.value === null) return { kind: 'skip', reason: key === tickKey ? 'tick' : 'tombstone' };
      if (!uuid.test(key)) return dead('bad-key', 'the key is not the lower-case UUID of a Check');
      const decoded = decoder.decode(record.value, record.headers);
      if (!decoded.ok) return dead(decoded.reason, decoded.detail);
      return fault(decoded.value, record) ?? { kind: 'rows', rows: project(decoded.value, key, record) };
    },
  };
}

/** What a Result must not be, though it can be decoded. */
function resultFault(result: Result, { timestamp: arrival }: LogRecord): Outcome | undefined {
  const observed = observationOf(result, arrival);
  if (!observed.ok) return dead(observed.reason, observed.detail);
  if (result.timestamp <= arrival + ahead) return undefined;
  return dead('clock-ahead', `the timestamp is ${result.timestamp - arrival} ms ahead of the arrival`);
}
