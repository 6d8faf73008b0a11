import type { Part } from '../part';
import type { Plan } from './plan';

/** The schema registry (Apicurio, Confluent's API) as a part; what it knows is kept in Kafka. */
export const registryPart = (plan: Plan): Part => ({
  name: 'registry',
  title: 'schema registry',
  kind: 'server',
  after: ['kafka'],
  command: 'java',
  words: [
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dquarkus.http.host=127.0.0.1',
    `-Dquarkus.http.port=${plan.ports.registry}`,
    '-Dquarkus.log.level=WARN',
    '-jar',
    plan.downloads?.registryJar ?? '',
  ],
  environment: {
    APICURIO_STORAGE_KIND: 'kafkasql',
    APICURIO_KAFKASQL_BOOTSTRAP_SERVERS: plan.addresses.kafka,
    // It waits this long for snapshots of itself before it reads its journal.
    APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT: '500',
  },
  sign: { kind: 'http', url: `${plan.addresses.registry}/subjects` },
  address: plan.addresses.registry,
  startWithin: 180_000,
  stopWithin: 10_000,
});
