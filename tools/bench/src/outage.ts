import { openCodec, Registry, schemaNamed, type AvroCodec } from '@panto/avro';
import { createKafkaLog, kafkaSettings } from '@panto/kafka';
import type { State } from '@panto/model';
import { type Log, partitionsOf, readRange, type TopicPartition } from '@panto/streams';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed, type Bed } from './bed';
import { named, total } from './cluster';
import { configuredSource } from './configured-source';
import type { Stage } from './contender';
import { freshBed } from './fresh-bed';
import { panto } from './panto';
import { usageOf } from './process-usage';
import { startProcessor } from './processor';
import { grouped } from './report';

/** Every Check goes missing four times a second: a minute of outage equals a night with ordinary Checks. */
const rules = { ago: 60, interval: 1, last: 5 };
const missingAfter = 250;
const outageSeconds = 60;
/** Time for the first State of every Check, ms. */
const settling = 12_000;
const mebibyte = 1_048_576;

/** The outcome of an outage. */
export interface Outage {
  /** Occurrences of MISSING_DATA that the first tick finds. */
  readonly missed: number;
  /** From the start to the last of them, s. */
  readonly seconds: number;
  /** Peak memory of the process, bytes. */
  readonly peakBytes: number;
  /** Occurrences that do not follow from the one before. */
  readonly wrong: number;
}

/**
 * Measures how a process recovers from a time in which nothing ran: all deadlines that passed meanwhile are due at
 * once.
 */
export async function outage(stage: Stage, asked: BenchArguments): Promise<Outage> {
  const { cluster, servers } = stage;
  const { checks, seed } = asked;
  const bed = await freshBed(stage, 'outage', rules);
  const source = await configuredSource(stage, bed, {
    checks,
    jitter: 1,
    seed,
    missing: missingAfter,
  });
  const prepared = await panto(1).prepare(stage, bed);
  const log = await createKafkaLog(kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: servers.kafka }), { clientId: 'outage' }); // prettier-ignore
  try {
    await source.fill(checks, checks, rules.interval * 1000, Date.now());
    const before = startProcessor(stage, bed.prefix, { name: 'before' });
    await sleep(settling);
    await before.end();
    await sleep(outageSeconds * 1000);
    const places = await partitionsOf(log, [named(bed.prefix, 'states')]);
    const said = total(await log.ends(places));
    const missed = Math.floor((checks * outageSeconds * 1000) / missingAfter);
    const got = await getOver(stage, bed, async () => total(await log.ends(places)) - said >= missed);
    const wrong = await wrongAmong(stage, bed, log, places);
    const result = { missed, ...got, wrong };
    console.log(`\noutage, ${grouped(checks)} Checks\n${sentence(result)}\n`);
    return result;
  } finally {
    await log.close();
    source.sender.close();
    await prepared.clear();
    await removeBed(cluster, bed);
  }
}

/** Runs a process until it has published everything that was due. */
async function getOver(
  stage: Stage,
  { prefix }: Bed,
  isOver: () => Promise<boolean>,
): Promise<Pick<Outage, 'seconds' | 'peakBytes'>> {
  const began = performance.now();
  const child = startProcessor(stage, prefix, { name: 'after' });
  try {
    while (!(await isOver())) {
      child.check();
      await sleep(500);
    }
    return { seconds: (performance.now() - began) / 1000, peakBytes: usageOf(child.pid).peakBytes };
  } finally {
    await child.end();
  }
}

/**
 * Number of occurrences of MISSING_DATA that do not come `missingAfter` after the previous one with a count one higher.
 */
async function wrongAmong(
  { servers }: Stage,
  { prefix }: Bed,
  log: Log,
  places: readonly TopicPartition[],
): Promise<number> {
  const registry = new Registry({ url: servers.registry });
  const codec: AvroCodec<State> = await openCodec<State>(
    registry,
    named(prefix, 'states'),
    schemaNamed('state'),
  );
  const reader = await log.openReader();
  const ends = await log.ends(places);
  const last = new Map<string, State>();
  let wrong = 0;
  const limits = { patience: 60_000, stopped: () => false };
  for (const [i, place] of places.entries()) {
    await readRange(reader, place, { from: 0, until: ends[i] ?? 0 }, limits, async (records) => {
      await codec.prepare(records.map(({ value }) => value));
      for (const { value } of records) {
        const decoded = value === null ? undefined : codec.decode(value);
        if (decoded?.ok !== true) continue;
        if (!follows(decoded.value, last.get(decoded.value.check))) wrong += 1;
        last.set(decoded.value.check, decoded.value);
      }
    });
  }
  await reader.close();
  return wrong;
}

function follows(state: State, before: State | undefined): boolean {
  if (state.state !== 'MISSING_DATA' || before?.state !== 'MISSING_DATA') return true;
  return state.timestamp === before.timestamp + missingAfter && state.occurrences === before.occurrences + 1;
}

function sentence({ missed, seconds, peakBytes, wrong }: Outage): string {
  return `${grouped(missed)} missed deadlines published in ${seconds.toFixed(0)} s, ${grouped(missed / seconds)} a second; at most ${grouped(peakBytes / mebibyte)} MiB; ${grouped(wrong)} wrong`;
}
