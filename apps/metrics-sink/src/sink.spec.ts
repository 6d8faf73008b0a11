import { fixedSchemas, localCodec, schemaNamed } from '@panto/avro';
import { ClickHouseError, type Row, type TableName } from '@panto/clickhouse';
import { checkSchema, resultSchema, type Check, type Result } from '@panto/model';
import { createLogger } from '@panto/service';
import { MemoryBroker, MemoryLog } from '@panto/streams';
import { Sink } from './sink';
import { sources } from './source';
import type { Store } from './store';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const arrival = 1_700_000_000_000;
const codec = localCodec<Result>(resultSchema);
const result = (n: number, timestamp = arrival + n): Buffer =>
  codec.encode({
    timestamp,
    ints: { n },
    floats: {},
    strings: {},
    bools: {},
    error: null,
    agent: null,
  });

/** A store that keeps rows in a list, and fails on demand. */
class ListStore implements Store {
  readonly rows: Row[] = [];
  readonly tokens: string[] = [];
  away = false;
  refuses: (row: Row) => boolean = () => false;

  insert(table: TableName, rows: readonly Row[], token: string): Promise<void> {
    this.tokens.push(token);
    if (this.away) return Promise.reject(new ClickHouseError('clickhouse-unavailable', true, 'away'));
    if (rows.some(this.refuses)) return Promise.reject(new ClickHouseError('bad-data', false, 'bad row'));
    this.rows.push(...rows.map((row) => ({ table, ...row })));
    return Promise.resolve();
  }

  offsets(table: TableName): unknown[] {
    return this.rows.filter((row) => row['table'] === table).map((row) => row['_offset']);
  }
}

const events = ['results', 'states', 'alerts', 'notifications', 'deliveries'];
const configuration = ['targets', 'agents', 'checks', 'channels', 'routes', 'silences'].map((name) => `config.${name}`); // prettier-ignore
const topics = [...events, ...configuration, 'dead-letters.metrics-sink'];

describe('the metrics sink', () => {
  let broker: MemoryBroker;
  let store: ListStore;
  const running: Sink[] = [];
  beforeEach(() => {
    broker = new MemoryBroker();
    store = new ListStore();
    for (const topic of topics) broker.create(`p.${topic}`, 2);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sink) => sink.stop()));
  });

  const begin = async (clockAhead = 300_000): Promise<Sink> => {
    const sink = new Sink({
      log: new MemoryLog(broker),
      store,
      sources: sources(
        'p.',
        fixedSchemas(
          new Map(['result', 'check'].map((name, n) => [n + 1, JSON.stringify(schemaNamed(name))])),
        ),
        clockAhead,
      ),
      group: 'p.metrics-sink',
      deadLetterTopic: 'p.dead-letters.metrics-sink',
      tasks: 2,
      batchRecords: 100,
      linger: 50,
      logger: createLogger('spec', 'silent'),
      meter: { inserted: () => undefined, stored: () => undefined },
      random: () => 0,
    });
    running.push(sink);
    await sink.start();
    return sink;
  };
  const produce = (value: Buffer | null, key: string = check, partition = 0, topic = 'p.results'): void =>
    broker.append([{ topic, partition, records: [{ topic, key, value, timestamp: arrival }] }]);
  const eventually = async (holds: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 200 && !holds(); turns++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(holds()).toBe(true);
  };
  const committed =
    (offset: number): (() => boolean) =>
    () =>
      broker.committed('p.metrics-sink', { topic: 'p.results', partition: 0 }) === offset;
  const letters = () => broker.records('p.dead-letters.metrics-sink');

  it('stores results and their samples, skips ticks, and commits what it stored', async () => {
    produce(result(1));
    produce(null, 'tick');
    produce(result(2));
    await begin();
    await eventually(committed(3));
    expect(store.offsets('results')).toEqual([0, 2]);
    expect(store.rows.filter((row) => row['table'] === 'samples').map((row) => row['value'])).toEqual(
      ['1', '2'].map(Number),
    );
    expect(letters()).toEqual([]);
  });

  const faults: [string, string, Buffer, string][] = [
    ['bytes that are not Avro', check, Buffer.from('hello'), 'not-avro'],
    ['an unknown schema', check, Buffer.from([0, 0, 0, 0, 9, 2]), 'unknown-schema'],
    ['a key that is not a Check', 'web-1', result(1), 'bad-key'],
    ['a timestamp far ahead', check, result(1, arrival + 300_001), 'clock-ahead'],
  ];
  it.each(faults)(
    'puts %s into the dead letters with the reason, and goes on',
    async (_s, key, value, reason) => {
      produce(value, key);
      produce(result(2));
      await begin();
      await eventually(committed(2));
      expect(store.offsets('results')).toEqual([1]);
      expect(letters()).toHaveLength(1);
      expect(letters()[0]).toMatchObject({
        value,
        headers: { '__connect.errors.exception.class.name': reason },
      });
    },
  );

  it('stores Results that are as far ahead as the setting allows', async () => {
    produce(result(1, arrival + 600_000));
    produce(result(1, arrival + 600_001));
    await begin(600_000);
    await eventually(committed(2));
    expect([store.offsets('results'), letters().length]).toEqual([[0], 1]);
  });

  it('keeps the names of configured resources, and knows which were deleted; never the spec', async () => {
    const configured: Check = {
      id: check,
      name: 'checkout',
      labels: { service: 'checkout' },
      version: 3,
      createdAt: arrival,
      updatedAt: arrival,
      target: check,
      agent: null,
      spec: '{"secret":1}',
    };
    produce(localCodec<Check>(checkSchema, 2).encode(configured), check, 0, 'p.config.checks');
    produce(null, check, 0, 'p.config.checks');
    produce(null, 'tick', 0, 'p.config.checks');
    await begin();
    await eventually(() => store.rows.length === 2);
    const [kept, deleted] = store.rows;
    expect(kept).toMatchObject({ table: 'resources', kind: 'Check', name: 'checkout', target: check });
    expect(JSON.stringify(kept)).not.toContain('secret');
    expect(deleted).toMatchObject({ table: 'resources', id: check, name: '', deleted: true });
  });

  it('waits for ClickHouse without losing or duplicating anything, and is not ready meanwhile', async () => {
    store.away = true;
    const sink = await begin();
    produce(result(1));
    await eventually(() => store.tokens.length > 1);
    expect(sink.ready()).toMatchObject({ ok: false });
    expect(committed(1)()).toBe(false);
    store.away = false;
    await eventually(committed(1));
    expect(store.offsets('results')).toEqual([0]);
    expect(new Set(store.tokens).size).toBe(1);
    expect(sink.ready()).toEqual({ ok: true });
  });

  it('stores many records in batches, all topics in turn', async () => {
    for (let n = 0; n < 350; n++) produce(result(n));
    produce(result(0), check, 1);
    await begin();
    await eventually(committed(350));
    expect(store.offsets('results')).toHaveLength(351);
    expect(new Set(store.tokens).size).toBe(store.tokens.length / 2);
  });

  it('continues where it was after a restart', async () => {
    produce(result(1));
    await (await begin().then(async (sink) => (await eventually(committed(1)), sink))).stop();
    produce(result(2));
    await begin();
    await eventually(committed(2));
    expect(store.offsets('results')).toEqual([0, 1]);
  });

  it('isolates a row that ClickHouse cannot accept from the others', async () => {
    store.refuses = (row) => row['_offset'] === 3;
    for (let n = 0; n < 7; n++) produce(result(n));
    await begin();
    await eventually(committed(7));
    expect([...store.offsets('results')].sort()).toEqual([0, 1, 2, 4, 5, 6]);
    expect(letters().map((letter) => letter.headers['__connect.errors.offset'])).toEqual(['3']);
  });
});
