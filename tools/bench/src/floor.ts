import { localCodec, observationOf, QuickObservations, schemaNamed } from '@panto/avro';
import { step } from '@panto/decider';
import { stateDecider, type CheckMemory } from '@panto/evaluate';
import { defaultSeverity, type Observation, type Result } from '@panto/model';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import type { LogRecord } from '@panto/streams';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { makeBacklog, type Backlog } from './backlog';
import { target } from './bed';
import { checkSpec } from './check-spec';
import { total } from './cluster';
import type { Stage } from './contender';
import { columns, grouped, median } from './report';
import { windows, type Shape } from './throughput';

/** Records that the parts without a broker process over and over. */
const kept = 1_000_000;

/** Records per second of each part alone, in one process and on one thread. */
export type Floor = Readonly<Record<string, number>>;

/** The limits under Panto's figures: reading, decoding and folding, each alone. */
export async function floor(
  stage: Stage,
  { name, health, rules, checks }: Shape,
  { results, jitter, seed, runs }: BenchArguments,
): Promise<Floor> {
  const plan = { name, health, checks, warmUp: windows, results, rules, jitter, seed };
  const backlog = await makeBacklog(stage.cluster, stage.servers.registry, plan);
  const measured = new Map<string, number[]>();
  const add = (part: string, speed: number): void => {
    measured.set(part, [...(measured.get(part) ?? []), speed]);
  };
  const note = (part: string, records: number, began: number): void =>
    add(part, records / ((performance.now() - began) / 1000));
  for (let run = 0; run < runs; run++) {
    add('kafkajs consumer, eachBatch', await readPlain(stage, backlog));
    let began = performance.now();
    const { count, records } = await readOwn(stage, backlog);
    note('own fetch reader', count, began);
    began = performance.now();
    const observations = decode(records);
    note('Avro decode to an observation', observations.length, began);
    began = performance.now();
    note('the short way to it', observeQuickly(records), began);
    began = performance.now();
    fold(backlog, observations);
    note('fold alone', observations.length, began);
  }
  const rows = [...measured].map(([part, speeds]) => [part, grouped(median(speeds))]);
  console.log(`\nfloor\n${columns([['', 'records/s'], ...rows])}\n`);
  return Object.fromEntries([...measured].map(([part, speeds]) => [part, median(speeds)]));
}

/** Records per second of the plain client, from its first batch on: joining its group takes a while. */
async function readPlain({ cluster }: Stage, { topic, ends }: Backlog): Promise<number> {
  const consumer = cluster.client.kafka.consumer({
    groupId: `bench-floor-${randomUUID().slice(0, 8)}`,
    maxBytesPerPartition: 4 << 20,
    maxBytes: 32 << 20,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const wanted = total(ends);
  let count = 0;
  let first = 0;
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (count === 0) first = performance.now();
        count += batch.messages.length;
        if (count >= wanted) resolve();
      },
    });
  });
  const seconds = (performance.now() - first) / 1000;
  await consumer.disconnect();
  return count / seconds;
}

/** Reads everything with the product's reader; the first records are kept. */
async function readOwn(
  { cluster }: Stage,
  { topic, ends }: Backlog,
): Promise<{ count: number; records: LogRecord[] }> {
  const log = await cluster.openLog();
  const reader = await log.openReader();
  const records: LogRecord[] = [];
  let count = 0;
  let wake = (): void => undefined;
  const listener = { wake: () => wake(), gap: () => undefined };
  const feeds = ends.map((_, partition) => reader.follow({ topic, partition, offset: 0 }, listener));
  while (feeds.some((feed, partition) => feed.position < (ends[partition] ?? 0))) {
    let taken = 0;
    for (const feed of feeds) {
      const some = feed.take(10_000);
      taken += some.length;
      if (records.length < kept) for (const one of some) records.push(one);
    }
    count += taken;
    if (taken === 0) {
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(100)]);
    }
  }
  await reader.close();
  await log.close();
  return { count, records };
}

function decode(records: readonly LogRecord[]): { key: string; observation: Observation }[] {
  const codec = localCodec<Result>(schemaNamed('result'));
  const observations: { key: string; observation: Observation }[] = [];
  for (const { key, value, timestamp } of records) {
    if (value === null || key === null) continue;
    value.writeInt32BE(1, 1);
    const decoded = codec.decode(value);
    const observed = decoded.ok ? observationOf(decoded.value, timestamp) : decoded;
    if (observed.ok) observations.push({ key: key.toString('latin1'), observation: observed.value });
  }
  return observations;
}

/** The fast path, for common Results written with our own schema; returns how many took it. */
function observeQuickly(records: readonly LogRecord[]): number {
  const quick = new QuickObservations(localCodec<Result>(schemaNamed('result')));
  return records.filter(({ value, timestamp }) => quick.observe(value, timestamp) !== undefined).length;
}

function fold(
  { rules }: Backlog,
  observations: readonly { key: string; observation: Observation }[],
): number {
  const decider = stateDecider({ severity: defaultSeverity, compileMatcher });
  const memories = new Map<string, CheckMemory>();
  // Checks share their rules, as in the product.
  const shared = checkConfigurationOf({
    id: '',
    name: '',
    labels: {},
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    target,
    agent: null,
    spec: JSON.stringify(checkSpec(target, rules)),
  });
  let said = 0;
  for (const { key, observation } of observations) {
    let memory = memories.get(key);
    if (memory === undefined) {
      const configuration = { ...shared, id: key, name: key };
      memory = step(decider, decider.initial(key), { type: 'check', configuration, time: 0 }).memory;
    }
    const next = step(decider, memory, { type: 'result', observation });
    memories.set(key, next.memory);
    said += next.outputs.length;
  }
  return said;
}
