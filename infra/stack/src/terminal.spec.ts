import type { Plan } from './parts/plan';
import { summary } from './terminal';

const plan = (ports: Partial<Plan['ports']> = {}, addresses: Partial<Plan['addresses']> = {}): Plan => ({
  root: '/clone',
  dataDir: '/clone/.panto',
  ports: { kafka: 9092, controller: 1, registry: 8081, clickhouse: 8123, server: 8080, ...ports },
  addresses: {
    kafka: '127.0.0.1:9092',
    registry: 'http://127.0.0.1:8081/apis/ccompat/v7',
    clickhouse: 'http://127.0.0.1:8123',
    ...addresses,
  },
  servers: ['kafka', 'clickhouse', 'registry'],
  downloads: undefined,
  apps: [
    { name: 'server', signsPort: 8090 },
    { name: 'agent', signsPort: 40123 },
  ],
  host: 'laptop',
  topicPrefix: 'panto.',
  database: 'panto',
  tls: { port: 8443, certificate: '/c', key: '/k' },
  authorization: {},
});

describe('the summary of a start', () => {
  it('lists the health endpoints of every process', () => {
    const text = summary(plan(), 20);
    expect(text).toContain('8090 server, 40123 agent');
    expect(text).toContain('https://127.0.0.1:8443');
  });

  it('has no settings for the other terminal while everything has its default address', () => {
    expect(summary(plan(), 20)).not.toContain('export');
  });

  it('gives the other terminal the settings it needs, if something is elsewhere', () => {
    const text = summary(plan({ server: 18080 }, { kafka: 'kafka-1:9092' }), 20);
    expect(text).toContain('  export PANTO_SERVER_PORT=18080\n');
    expect(text).toContain("  export PANTO_KAFKA_BOOTSTRAP_SERVERS='kafka-1:9092'\n");
    expect(text).not.toContain('export PANTO_SCHEMA_REGISTRY_URL');
  });

  it('gives it the topic prefix, if it is not the default: the command line and producers need it', () => {
    expect(summary({ ...plan(), topicPrefix: 'mon.' }, 20)).toContain("  export PANTO_TOPIC_PREFIX='mon.'\n");
  });

  it('shows no password that is part of an address', () => {
    const text = summary(plan({}, { clickhouse: 'https://me:hush@ch-1:8443' }), 20);
    expect(text).toContain("export PANTO_CLICKHOUSE_URL='https://***@ch-1:8443'");
    expect(text).not.toContain('hush');
  });

  it('queries the database of the tables', () => {
    expect(summary(plan(), 20)).toContain("curl 'http://127.0.0.1:8123/?database=panto' -d 'SHOW TABLES'");
    expect(summary({ ...plan(), database: 'mon' }, 20)).toContain('/?database=mon');
  });
});
