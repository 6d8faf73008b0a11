import { resultOf, type AvroCodec } from '@panto/avro';
import { uuidV5, type Check, type MetricValue, type Result } from '@panto/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestStage } from '../harness/test-stage';

const space = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const target = uuidV5(space, 'target');

/** The rules of every Check of the workload: all three algorithms, confirmation, all three kinds of alerts. */
const spec = {
  target,
  interval: '1s',
  missingAfter: '3s',
  confirm: { worse: 2, better: 1, error: 1 },
  states: [
    {
      name: 'high',
      type: 'threshold',
      states: [
        {
          state: 'critical',
          match: 'any',
          conditions: [{ field: 'load', operator: 'gt', value: 80, recover: 60 }],
        },
        { state: 'warning', match: 'any', conditions: [{ field: 'load', operator: 'gt', value: 50 }] },
      ],
    },
    {
      name: 'rising',
      type: 'trend',
      states: [
        {
          state: 'warning',
          conditions: [{ field: 'errors-total', last: 5, operator: 'ge', value: 8, counter: true }],
        },
      ],
    },
    {
      name: 'as-before',
      type: 'history',
      states: [
        {
          state: 'warning',
          conditions: [{ field: 'load', ago: '5s', compare: 'difference', operator: 'gt', value: 70 }],
        },
      ],
    },
  ],
  alerts: [
    { name: 'any-change', type: 'change' },
    { name: 'lasting', type: 'recurrence', moreThan: 2, repeatEvery: 3 },
    { name: 'flapping', type: 'flap', moreThan: 4, within: '10s' },
  ],
};

/** A sequence of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Checks whose results wander: gaps, errors, duplicates, late and undecodable ones among them. */
export class Workload {
  readonly checks: readonly string[];
  private readonly loads: number[];
  private errors = 0;

  constructor(
    private readonly stage: TestStage,
    count: number,
    private readonly random: () => number,
  ) {
    this.checks = Array.from({ length: count }, (_, i) => uuidV5(space, `check ${i}`));
    this.loads = this.checks.map(() => 40);
  }

  /** Configures all Checks. */
  async configure(): Promise<void> {
    const codec = await this.stage.codec<Check>('config.checks', 'check');
    const now = Date.now();
    const messages = this.checks.map((id, i) => ({
      key: id,
      value: codec.encode({
        id,
        name: `check-${i}`,
        labels: {},
        version: 1,
        createdAt: now,
        updatedAt: now,
        target,
        agent: null,
        spec: JSON.stringify(spec),
      }),
    }));
    await this.stage.produce('config.checks', messages);
  }

  /** Produces rounds of results, some of every Check per round. */
  async produce(rounds: number, pause: number): Promise<void> {
    const codec = await this.stage.codec<Result>('results', 'result');
    for (let round = 0; round < rounds; round++) {
      const now = Date.now();
      await this.stage.produce('results', this.checks.flatMap((key, i) => this.round(codec, key, i, now))); // prettier-ignore
      await sleep(pause);
    }
  }

  private round(
    codec: AvroCodec<Result>,
    key: string,
    i: number,
    now: number,
  ): { key: string; value: Buffer }[] {
    const { random } = this;
    const fate = random();
    // A third of the Checks falls silent for a while now and then: Missing Data.
    if (i % 3 === 0 && Math.floor(now / 6000) % 2 === i % 2) return [];
    if (fate < 0.02) return [{ key, value: Buffer.from('rubbish') }];
    const timestamp = now - (fate < 0.07 ? Math.floor(random() * 4000) : 0);
    const value = codec.encode(fate < 0.12 ? this.error(timestamp) : this.measure(i, timestamp));
    return fate > 0.95 ? [{ key, value }, { key, value }] : [{ key, value }]; // prettier-ignore
  }

  private error(timestamp: number): Result {
    return resultOf(new Map(), { timestamp, error: 'no route to host' });
  }

  private measure(i: number, timestamp: number): Result {
    const load = Math.min(100, Math.max(0, (this.loads[i] ?? 0) + (this.random() - 0.5) * 60));
    this.loads[i] = load;
    this.errors = this.random() < 0.01 ? 0 : this.errors + 1;
    return resultOf(new Map<string, MetricValue>([['load', load], ['errors-total', this.errors]]), { timestamp }); // prettier-ignore
  }
}
