import {
  openCodec,
  Registry,
  registerSchemas,
  schemaNamed,
  subjectOf,
  subjectsOf,
  type AvroCodec,
} from '@panto/avro';
import { openTopicAdmin, planTopics, wantedTopics } from '@panto/kafka';
import { partitionOf, uuidV5, type Check, type Result } from '@panto/model';
import { checkSpec, type Rules } from './check-spec';
import { named, partitions, total, type Cluster } from './cluster';
import { ResultSeries, type Health } from './result-series';
import { Sender } from './sender';

const space = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
/** The Target of all Checks. */
export const target = uuidV5(space, 'bench target');

/** What a backlog holds. */
export interface BacklogPlan {
  readonly name: string;
  readonly health: Health;
  readonly checks: number;
  /** Results of each Check before those that are measured: they fill the windows of the rules. */
  readonly warmUp: number;
  /** Results that are measured, of all Checks together. */
  readonly results: number;
  readonly rules: Rules;
  readonly jitter: number;
  readonly seed: number;
}

/** A topic of Results that waits to be read, with the Checks configured. */
export interface Backlog {
  readonly plan: BacklogPlan;
  readonly prefix: string;
  readonly topic: string;
  /** Sum of the positions where the measured part begins, and the position of each partition where it ends. */
  readonly warm: number;
  readonly ends: readonly number[];
  readonly resultSchema: number;
  readonly stateSchema: number;
}

/** Ids of the Checks. */
export const checkIds = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => uuidV5(space, `bench check ${i}`));

/** Makes a backlog, or finds it as an earlier run on the same servers left it. */
export async function makeBacklog(
  cluster: Cluster,
  registryUrl: string,
  plan: BacklogPlan,
): Promise<Backlog> {
  const { name, checks, warmUp, results, rules, jitter, seed } = plan;
  const words = [name, checks, warmUp, results, rules.ago, rules.interval, jitter, seed];
  const prefix = `bench-${words.join('-')}.`;
  const topic = named(prefix, 'results');
  const registry = new Registry({ url: registryUrl });
  if (!(await cluster.has(topic))) await layOut(cluster, prefix);
  const ids = await registerSchemas(registry, [
    ...subjectsOf(prefix),
    { subject: subjectOf(named(prefix, 'rival-states')), schema: schemaNamed('state') },
  ]);
  const idOf = (of: string): number => ids.get(subjectOf(named(prefix, of))) ?? 0;
  let ends = await cluster.committed(`${prefix}backlog`, topic);
  if (total(ends) === 0) {
    await fill(cluster, registry, prefix, plan);
    ends = await cluster.ends(topic);
    await cluster.keep(`${prefix}backlog`, topic, ends);
  }
  const warm = checks * warmUp;
  return { plan, prefix, topic, warm, ends, resultSchema: idOf('results'), stateSchema: idOf('states') };
}

async function layOut(cluster: Cluster, prefix: string): Promise<void> {
  const topics = await openTopicAdmin(cluster.client);
  await topics.apply(planTopics(wantedTopics({ prefix, partitions, replicationFactor: 1 }), []));
  await topics.close();
}

async function fill(cluster: Cluster, registry: Registry, prefix: string, plan: BacklogPlan): Promise<void> {
  const sender = await Sender.open(cluster.settings.brokers[0] ?? '');
  await configure(sender, registry, prefix, plan);
  const codec = await openCodec<Result>(registry, named(prefix, 'results'), schemaNamed('result'));
  await produce(sender, codec, prefix, plan);
  sender.close();
}

/** Applies the Checks. */
async function configure(
  sender: Sender,
  registry: Registry,
  prefix: string,
  plan: BacklogPlan,
): Promise<void> {
  const topic = named(prefix, 'config.checks');
  const codec = await openCodec<Check>(registry, topic, schemaNamed('check'));
  const spec = JSON.stringify(checkSpec(target, plan.rules));
  const now = Date.now();
  for (const [i, id] of checkIds(plan.checks).entries()) {
    const value = codec.encode({
      id,
      name: `check-${i}`,
      labels: {},
      version: 1,
      createdAt: now,
      updatedAt: now,
      target,
      agent: null,
      spec,
    });
    const sent = sender.send(topic, partitionOf(id, partitions), Buffer.from(id), value);
    if (sent !== undefined) await sent;
  }
  await sender.flush();
}

/** Produces all Results, one round of all Checks after the other, the last of them at present. */
async function produce(
  sender: Sender,
  codec: AvroCodec<Result>,
  prefix: string,
  { checks, warmUp, results, rules, health, jitter, seed }: BacklogPlan,
): Promise<void> {
  const topic = named(prefix, 'results');
  const series = new ResultSeries(checks, health, jitter, seed);
  const keys = checkIds(checks).map((id) => ({
    key: Buffer.from(id),
    partition: partitionOf(id, partitions),
  }));
  const all = checks * warmUp + results;
  const interval = rules.interval * 1000;
  const start = Date.now() - Math.ceil(all / checks) * interval;
  for (let i = 0; i < all; i++) {
    const check = i % checks;
    const one = keys[check];
    if (one === undefined) continue;
    const value = codec.encode(series.next(check, start + Math.floor(i / checks) * interval));
    const sent = sender.send(topic, one.partition, one.key, value);
    if (sent !== undefined) await sent;
  }
  await sender.flush();
}
