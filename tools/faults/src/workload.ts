import { resultOf, schemaNamed, subjectOf, type AvroCodec } from '@panto/avro';
import { uuidV5, type Check, type MetricValue, type Result } from '@panto/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Produced, TestStage } from '../../src/harness/test-stage';
import { checkSpec } from './check-spec';
import { poison, poisonKinds } from './poison';
import { pick } from './randomness';

const space = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const target = uuidV5(space, 'target');

/** Options of the workload. */
export interface WorkloadOptions {
  readonly checks: number;
  /** Pause between rounds of results, ms. */
  readonly pause: number;
  /** Probability that a record is followed by poison. */
  readonly poison: number;
}

/** The workload of a calm run. */
export const usualWorkload: WorkloadOptions = { checks: 40, pause: 250, poison: 0.02 };

/** The schema of an outside producer: its id, and how many fields it adds after ours. */
export interface Writer {
  readonly id: number;
  readonly extras: number;
}

interface Codecs {
  readonly result: AvroCodec<Result>;
  readonly check: AvroCodec<Check>;
}

/**
 * Checks whose results wander: gaps, errors, duplicates, late results, results of other producers and all kinds of
 * poison among them. What cannot be produced is dropped: what was committed in the end is the truth, whatever was down
 * meanwhile.
 */
export class Workload {
  readonly checks: readonly string[];
  /** Rounds that the brokers did not accept. */
  refused = 0;
  poison: number;
  private readonly loads: number[];
  private errors = 0;
  private writers = 0;
  /** Another producer. */
  private writer: Writer | undefined;
  private codecs: Codecs | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly stage: TestStage,
    private readonly random: () => number,
    private readonly options: WorkloadOptions = usualWorkload,
  ) {
    this.checks = Array.from({ length: options.checks }, (_, i) => uuidV5(space, `check ${i}`));
    this.loads = this.checks.map(() => 40);
    this.poison = options.poison;
  }

  /** Configures all Checks and prepares to produce. */
  async configure(): Promise<void> {
    const check = await this.stage.codec<Check>('config.checks', 'check');
    this.codecs = { check, result: await this.stage.codec<Result>('results', 'result') };
    const now = Date.now();
    const messages = this.checks.map((key, i) => ({ key, value: check.encode(checkOf(key, i, now)) }));
    await this.stage.produce('config.checks', messages);
  }

  /** Registers a schema of an outside producer: readers have never seen its id. */
  async meetWriter(): Promise<Writer> {
    const schema = schemaNamed('result');
    if (typeof schema !== 'object' || !('fields' in schema)) throw new Error('the schema is not a record');
    const fields = Array.from({ length: (this.writers += 1) }, (_, i) => {
      return { name: `extra${i}`, type: ['null', 'string'], default: null };
    });
    const own = Array.isArray(schema['fields']) ? (schema['fields'] as readonly unknown[]) : [];
    const wider = { ...schema, fields: [...own, ...fields] };
    const id = await this.stage.registry.register(subjectOf(this.stage.topic('results')), wider);
    return { id, extras: fields.length };
  }

  /** From now on some results use the schema of an outside producer. */
  use(writer: Writer): void {
    this.writer = writer;
  }

  /** Starts producing results, in rounds over all Checks. */
  start(): void {
    this.running = this.produce();
  }

  /** Stops producing. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async produce(): Promise<void> {
    for (let round = 0; !this.stopped; round++) {
      const now = Date.now();
      const records = this.checks.flatMap((key, i) => this.recordsOf(key, i, now));
      await this.stage.produce('results', records).catch(() => (this.refused += 1));
      await sleep(this.options.pause);
    }
  }

  private recordsOf(key: string, i: number, now: number): readonly Produced[] {
    const { random } = this;
    const fate = random();
    // Now and then a third of the Checks falls silent for a while: Missing Data.
    if (i % 3 === 0 && Math.floor(now / 6000) % 2 === i % 2) return [];
    const timestamp = now - (fate < 0.05 ? Math.floor(random() * 4000) : 0);
    const result = fate < 0.1 ? failure(timestamp) : this.measure(i, timestamp);
    const record = { key, value: this.encode(result) };
    const bad = random() < this.poison ? [this.poisoned(key, result, now)] : [];
    return fate > 0.95 ? [record, ...bad, record] : [record, ...bad];
  }

  private encode(result: Result): Buffer {
    const bytes = this.ready().result.encode(result);
    if (this.writer === undefined || this.random() < 0.8) return bytes;
    bytes.writeInt32BE(this.writer.id, 1);
    // Their fields follow ours, each of them null.
    return Buffer.concat([bytes, Buffer.alloc(this.writer.extras)]);
  }

  private poisoned(key: string, result: Result, now: number): Produced {
    const { check, result: codec } = this.ready();
    const stranger = check.encode(checkOf(key, 0, now));
    return poison(pick(this.random, poisonKinds), { key, now, codec, result, stranger });
  }

  private measure(i: number, timestamp: number): Result {
    const load = Math.min(100, Math.max(0, (this.loads[i] ?? 0) + (this.random() - 0.5) * 60));
    this.loads[i] = load;
    this.errors = this.random() < 0.01 ? 0 : this.errors + 1;
    const metrics = new Map<string, MetricValue>([
      ['load', load],
      ['errors-total', this.errors],
    ]);
    return resultOf(metrics, { timestamp });
  }

  private ready(): Codecs {
    if (this.codecs === undefined) throw new Error('configure the workload first');
    return this.codecs;
  }
}

function failure(timestamp: number): Result {
  return resultOf(new Map(), { timestamp, error: 'no route to host' });
}

function checkOf(id: string, i: number, now: number): Check {
  const spec = JSON.stringify({ target, ...checkSpec });
  return { id, name: `check-${i}`, labels: {}, version: 1, createdAt: now, updatedAt: now, target, agent: null, spec }; // prettier-ignore
}
