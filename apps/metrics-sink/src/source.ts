import { AvroDecoder, observationOf, schemaNamed, type SchemaSource } from '@panto/avro';
import {
  type NamedResource,
  projections,
  type Projected,
  resourceRows,
  type ResourceTopic,
  resourceTopics,
  type TableRow,
} from '@panto/clickhouse';
import { catalogue, tickKey, topicName, type Result } from '@panto/model';
import type { LogRecord } from '@panto/streams';

/** The outcome for a record. */
export type Outcome =
  | { readonly kind: 'rows'; readonly rows: readonly TableRow[] }
  /** Nothing to store; counted. */
  | { readonly kind: 'skip'; readonly reason: 'tick' | 'tombstone' }
  /** Cannot be stored; goes to the dead letters. */
  | { readonly kind: 'dead'; readonly reason: string; readonly detail: string };

/** A stored topic: how its records are read, and the rows they become. */
export interface Source {
  /** Full name, with prefix. */
  readonly topic: string;
  /** Fetches unknown schemas; throws a retryable error while the registry is unavailable. */
  prepare(records: readonly LogRecord[]): Promise<void>;
  /** The outcome for a record. Pure. */
  read(record: LogRecord): Outcome;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const dead = (reason: string, detail: string): Outcome => ({ kind: 'dead', reason, detail });

/** A source for every stored topic; `clockAhead`: how far a Result may be ahead of its arrival, ms. */
export function sources(prefix: string, schemas: SchemaSource, clockAhead: number): readonly Source[] {
  return [
    event('results', prefix, schemas, resultFault(clockAhead)),
    event('states', prefix, schemas),
    event('alerts', prefix, schemas),
    event('notifications', prefix, schemas),
    event('deliveries', prefix, schemas),
    ...(Object.keys(resourceTopics) as ResourceTopic[]).map((name) => resource(name, prefix, schemas)),
  ];
}

/** How the values of a topic become rows. */
interface Reading<Value> {
  readonly project: (value: Value, key: string, record: LogRecord) => readonly TableRow[];
  /** What makes a decoded value unfit for storing. */
  readonly fault?: (value: Value, record: LogRecord) => Outcome | undefined;
  /** The rows for a null value; absent: null values are skipped. */
  readonly deleted?: (key: string, record: LogRecord) => readonly TableRow[];
}

function event<Name extends keyof Projected>(
  name: Name,
  prefix: string,
  schemas: SchemaSource,
  fault?: Reading<Projected[Name]>['fault'],
): Source {
  return source<Projected[Name]>(name, prefix, schemas, {
    project: projections[name],
    ...(fault === undefined ? {} : { fault }),
  });
}

function resource(name: ResourceTopic, prefix: string, schemas: SchemaSource): Source {
  const rows = resourceRows(name);
  return source<NamedResource>(name, prefix, schemas, {
    project: rows,
    deleted: (key, record) => rows(undefined, key, record),
  });
}

function source<Value>(
  name: keyof Projected | ResourceTopic,
  prefix: string,
  schemas: SchemaSource,
  { project, fault, deleted }: Reading<Value>,
): Source {
  const schema = catalogue.find((topic) => topic.name === name)?.schema;
  if (schema == null) throw new Error(`the catalogue has no schema for the topic ${name}`);
  const decoder = new AvroDecoder<Value>(schemaNamed(schema), schemas);
  return {
    topic: topicName(prefix, name),
    prepare: (records) => decoder.prepare(records.map(({ value }) => value)),
    read(record) {
      const key = record.key?.toString('utf8') ?? '';
      if (record.value === null && key === tickKey) return { kind: 'skip', reason: 'tick' };
      if (record.value === null && deleted === undefined) return { kind: 'skip', reason: 'tombstone' };
      if (!uuid.test(key)) return dead('bad-key', 'the key is not a UUID in lower case');
      if (record.value === null) return { kind: 'rows', rows: deleted?.(key, record) ?? [] };
      const decoded = decoder.decode(record.value, record.headers);
      if (!decoded.ok) return dead(decoded.reason, decoded.detail);
      return fault?.(decoded.value, record) ?? { kind: 'rows', rows: project(decoded.value, key, record) };
    },
  };
}

/** What makes a decoded Result unfit for storing. */
function resultFault(clockAhead: number) {
  return (result: Result, { timestamp: arrival }: LogRecord): Outcome | undefined => {
    const observed = observationOf(result, arrival);
    if (!observed.ok) return dead(observed.reason, observed.detail);
    if (result.timestamp <= arrival + clockAhead) return undefined;
    return dead('clock-ahead', `the timestamp is ${result.timestamp - arrival} ms ahead of the arrival`);
  };
}
