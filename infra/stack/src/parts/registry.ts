import type { Part, Sign } from '../part';
import type { Plan } from './plan';

/**
 * How to tell that Apicurio is ready. It lists subjects while it is still reading its journal, but a
 * registration at that time fails: the schema it does not know yet already exists in the journal.
 */
export const registrySign = (port: number): Sign => ({
  kind: 'http',
  url: `http://127.0.0.1:${port}/health/ready`,
});

/** The schema registry (Apicurio, with Confluent's API) as a part; it stores its data in Kafka. */
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
    // It waits this long for its own snapshots before it reads its journal.
    APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT: '500',
  },
  sign: registrySign(plan.ports.registry),
  address: plan.addresses.registry,
  startWithin: 180_000,
  stopWithin: 10_000,
});
