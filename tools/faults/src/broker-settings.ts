import { join } from 'node:path';

/** Ports of one broker of the cluster. */
export interface BrokerPorts {
  readonly client: number;
  readonly controller: number;
}

/**
 * Settings of one of several local brokers: KRaft, each of them broker and controller, replication factor 3 with 2
 * in-sync replicas required. Sessions are short, so that the cluster notices a dead broker while the fault is still
 * observed.
 */
export function brokerSettings(folder: string, id: number, ports: readonly BrokerPorts[]): string {
  const own = ports[id - 1] ?? { client: 0, controller: 0 };
  const copies = String(ports.length);
  const enough = String(Math.max(1, ports.length - 1));
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': ports.map((one, at) => `${at + 1}@127.0.0.1:${one.controller}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${own.client},CONTROLLER://127.0.0.1:${own.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${own.client}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'log.retention.ms': '-1',
    // The verifier reads every record that was ever written.
    'log.cleaner.enable': 'false',
    'num.partitions': '1',
    'default.replication.factor': copies,
    'min.insync.replicas': enough,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '6',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': enough,
    'transaction.state.log.num.partitions': '6',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': enough,
    'group.initial.rebalance.delay.ms': '0',
    'unclean.leader.election.enable': 'false',
    'auto.leader.rebalance.enable': 'true',
    'leader.imbalance.check.interval.seconds': '15',
    'leader.imbalance.per.broker.percentage': '0',
    'broker.heartbeat.interval.ms': '500',
    'broker.session.timeout.ms': '3000',
    'controller.quorum.election.timeout.ms': '1000',
    'controller.quorum.fetch.timeout.ms': '2000',
    'replica.lag.time.max.ms': '5000',
    'controlled.shutdown.max.retries': '2',
    'num.network.threads': '2',
    'num.io.threads': '3',
    'num.replica.fetchers': '1',
    'background.threads': '2',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka's own log: warnings and worse. */
export const log4j = `status=warn
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %c{1.}: %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
`;
