import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Part } from '../part';
import { StackFault } from '../stack-fault';
import type { Plan } from './plan';

const run = promisify(execFile);

/** Settings of a broker for a single machine: KRaft, one node as broker and controller, no replication. */
export function serverProperties(dataDir: string, port: number, controller: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(dataDir, 'kafka', 'data'),
    'auto.create.topics.enable': 'false',
    // Panto's topics set their own retention; the registry's journal must be kept forever.
    'log.retention.ms': '-1',
    'num.partitions': '4',
    'default.replication.factor': '1',
    'min.insync.replicas': '1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'log.segment.bytes': String(128 << 20),
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.dedupe.buffer.size': String(16 << 20),
  })
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}

const log4j = `status=warn
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %c{1.}: %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
`;

const files = (plan: Plan) => ({
  properties: join(plan.dataDir, 'kafka', 'server.properties'),
  log4j: join(plan.dataDir, 'kafka', 'log4j2.properties'),
  formatted: join(plan.dataDir, 'kafka', 'data', 'meta.properties'),
});

const jvm = (plan: Plan): readonly string[] => [
  '-cp',
  join(plan.downloads?.kafkaJars ?? '', '*'),
  `-Dlog4j2.configurationFile=${files(plan).log4j}`,
];

/** Writes Kafka's settings and, the first time, formats its folder. */
export async function prepareKafka(plan: Plan): Promise<void> {
  const { properties, log4j: logging, formatted } = files(plan);
  await mkdir(join(plan.dataDir, 'kafka', 'data'), { recursive: true });
  await writeFile(properties, serverProperties(plan.dataDir, plan.ports.kafka, plan.ports.controller));
  await writeFile(logging, log4j);
  if (existsSync(formatted)) return;
  const cluster = randomBytes(16).toString('base64url');
  // As a single word: an id that begins with a dash would be taken for another option.
  const id = `--cluster-id=${cluster}`;
  const words = [...jvm(plan), 'kafka.tools.StorageTool', 'format', id, '--config', properties];
  await run('java', words, { timeout: 60_000 }).catch((error: unknown) => {
    const { stderr } = error as { stderr?: string };
    throw new StackFault(
      `Kafka could not make its folder: ${(stderr ?? String(error)).trim().slice(0, 400)}.`,
    );
  });
}

/** Kafka as a part. */
export const kafkaPart = (plan: Plan): Part => ({
  name: 'kafka',
  title: 'Kafka',
  kind: 'server',
  after: [],
  command: 'java',
  words: ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', ...jvm(plan), 'kafka.Kafka', files(plan).properties],
  environment: {},
  sign: { kind: 'kafka', port: plan.ports.kafka },
  address: plan.addresses.kafka,
  startWithin: 180_000,
  stopWithin: 20_000,
});
