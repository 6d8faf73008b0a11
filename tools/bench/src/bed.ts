import { openCodec, Registry, registerSchemas, schemaNamed, subjectOf, subjectsOf } from '@panto/avro';
import { openTopicAdmin, partitionOf, planTopics } from '@panto/kafka';
import { uuidV5, type Check, type Result } from '@panto/model';
import { wantedTopics } from '@panto/topics';
import { checkSpec, missingAfter, type Rules } from './check-spec';
import { named, type Cluster } from './cluster';
import type { ResultSeries } from './result-series';
import { Sender } from './sender';

const space = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
/** The Target of all Checks. */
export const target = uuidV5(space, 'bench target');

/** Ids of the Checks. */
export const checkIds = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => uuidV5(space, `bench check ${i}`));

/** Topics under their own prefix, with Checks configured: where contenders run. */
export interface Bed {
  readonly prefix: string;
  /** Full name of the topic of Results. */
  readonly topic: string;
  readonly rules: Rules;
  readonly resultSchema: number;
  readonly stateSchema: number;
}

/** Creates the topics unless they exist, and registers the schemas. */
export async function openBed(
  cluster: Cluster,
  registryUrl: string,
  prefix: string,
  rules: Rules,
): Promise<Bed> {
  const topic = named(prefix, 'results');
  if (!(await cluster.has(topic))) {
    const topics = await openTopicAdmin(cluster.client);
    const layout = { prefix, partitions: cluster.partitions, replicationFactor: 1 };
    await topics.apply(planTopics(wantedTopics(layout), []));
    await topics.close();
    // Brokers name a leader a moment before it accepts writes, and the sender does not retry.
    for (const name of ['results', 'config.checks']) await cluster.led(named(prefix, name));
  }
  const wanted = ['results', 'states', 'config.checks'].map((name) => subjectOf(named(prefix, name)));
  const subjects = subjectsOf(prefix).filter(({ subject }) => wanted.includes(subject));
  const ids = await registerSchemas(new Registry({ url: registryUrl }), subjects);
  const idOf = (of: string): number => ids.get(subjectOf(named(prefix, of))) ?? 0;
  return { prefix, topic, rules, resultSchema: idOf('results'), stateSchema: idOf('states') };
}

/** Removes a bed. */
export const removeBed = (cluster: Cluster, { prefix }: Bed): Promise<void> =>
  cluster.deleteTopics((name) => name.startsWith(prefix));

/** Configures Checks whose data are missing after `missing` ms. */
export async function configure(
  cluster: Cluster,
  registryUrl: string,
  { prefix, rules }: Bed,
  checks: number,
  missing = missingAfter,
): Promise<void> {
  const topic = named(prefix, 'config.checks');
  const codec = await openCodec<Check>(new Registry({ url: registryUrl }), topic, schemaNamed('check'));
  const sender = await Sender.open(cluster.broker);
  const spec = JSON.stringify(checkSpec(target, rules, missing));
  const now = Date.now();
  const same = { labels: {}, version: 1, createdAt: now, updatedAt: now, target, agent: null, spec };
  for (const [i, id] of checkIds(checks).entries()) {
    const value = codec.encode({ id, name: `check-${i}`, ...same });
    const sent = sender.send(topic, partitionOf(id, cluster.partitions), Buffer.from(id), value);
    if (sent !== undefined) await sent;
  }
  await sender.flush();
  sender.close();
}

/** Where the Results of a bed come from. */
export class Source {
  private constructor(
    readonly sender: Sender,
    private readonly encode: (result: Result) => Buffer,
    private readonly topic: string,
    private readonly keys: readonly { readonly key: Buffer; readonly partition: number }[],
    private readonly series: ResultSeries,
  ) {}

  static async open(
    cluster: Cluster,
    registryUrl: string,
    { topic }: Bed,
    checks: number,
    series: ResultSeries,
  ): Promise<Source> {
    const codec = await openCodec<Result>(new Registry({ url: registryUrl }), topic, schemaNamed('result'));
    const sender = await Sender.open(cluster.broker);
    const keys = checkIds(checks).map((id) => ({
      key: Buffer.from(id),
      partition: partitionOf(id, cluster.partitions),
    }));
    return new Source(sender, (result) => codec.encode(result), topic, keys, series);
  }

  /** Produces the next Result of a Check; returns a promise to wait for when the broker has to catch up. */
  send(check: number, time: number): Promise<void> | undefined {
    const one = this.keys[check];
    if (one === undefined) throw new RangeError(`there is no Check ${check}`);
    return this.sender.send(this.topic, one.partition, one.key, this.encode(this.series.next(check, time)));
  }

  /** Produces `results` Results, all Checks in turn, `interval` ms apart, the last of them at `end`. */
  async fill(checks: number, results: number, interval: number, end: number): Promise<void> {
    const start = end - Math.ceil(results / checks) * interval;
    for (let i = 0; i < results; i++) {
      const sent = this.send(i % checks, start + Math.floor(i / checks) * interval);
      if (sent !== undefined) await sent;
    }
    await this.sender.flush();
  }
}
