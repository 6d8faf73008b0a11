import { stopOrder } from '../part';
import type { Plan } from './plan';
import { partsOf } from './table';

const plan: Plan = {
  root: '/clone',
  dataDir: '/data',
  ports: { kafka: 1, controller: 2, registry: 3, clickhouse: 4, server: 5 },
  addresses: { kafka: 'k:1', registry: 'http://r:3', clickhouse: 'http://c:4' },
  servers: ['kafka', 'clickhouse', 'registry'],
  downloads: { kafkaJars: '/jars', registryHome: '/registry', registryJar: '/registry/r.jar' },
  apps: [
    { name: 'server', signsPort: 11 },
    { name: 'state-processor', signsPort: 12 },
    { name: 'agent', signsPort: 13 },
  ],
  host: 'box',
  topicPrefix: 'panto.',
  database: 'panto',
  tls: { port: 6, certificate: '/c', key: '/k' },
  authorization: {},
};
const names = (parts: readonly { readonly name: string }[]) => parts.map((part) => part.name);

describe('the table of parts', () => {
  it('lists what a part needs before the part', () => {
    const order = names(partsOf(plan));
    expect(order).toEqual(['kafka', 'clickhouse', 'registry', 'server', 'state-processor', 'agent']);
    for (const part of partsOf(plan)) {
      for (const need of part.after) expect(order.indexOf(need)).toBeLessThan(order.indexOf(part.name));
    }
  });

  it('stops apps in reverse, then registry, ClickHouse and Kafka', () => {
    expect(names(stopOrder(partsOf(plan)))).toEqual([
      ...['agent', 'state-processor', 'server'],
      ...['registry', 'clickhouse', 'kafka'],
    ]);
  });

  it('leaves out servers with a configured address', () => {
    expect(names(partsOf({ ...plan, servers: ['clickhouse'] }))).toEqual([
      ...['clickhouse', 'server', 'state-processor', 'agent'],
    ]);
  });

  it('passes the servers to every app, the agent its name and threads, and stages their instance', () => {
    const apps = partsOf(plan).filter((part) => part.kind === 'app');
    for (const app of apps) {
      expect(app.environment).toMatchObject({
        PANTO_KAFKA_BOOTSTRAP_SERVERS: 'k:1',
        PANTO_SCHEMA_REGISTRY_URL: 'http://r:3',
        PANTO_CLICKHOUSE_URL: 'http://c:4',
        PANTO_SERVER_URL: 'http://127.0.0.1:5',
        PANTO_DATA_DIR: '/data',
      });
    }
    expect(apps.map((app) => app.environment['PANTO_AGENT_NAME'])).toEqual([undefined, undefined, 'box']);
    expect(apps.map((app) => app.environment['UV_THREADPOOL_SIZE'])).toEqual([undefined, undefined, '64']);
    expect(apps.map((app) => app.environment['PANTO_INSTANCE'])).toEqual([undefined, 'box', undefined]);
    expect(apps[1]?.environment['PANTO_STATE_PROCESSOR_HTTP_PORT']).toBe('12');
  });

  it('considers the registry up once it has read its journal, not when it responds', () => {
    const registry = partsOf(plan).find(({ name }) => name === 'registry');
    expect(registry?.sign).toEqual({ kind: 'http', url: 'http://127.0.0.1:3/health/ready' });
  });

  it('gives every part its own name, a sign that it is up, and time to stop', () => {
    const parts = partsOf(plan);
    expect(new Set(names(parts)).size).toBe(parts.length);
    for (const part of parts) expect([part.sign !== undefined, part.stopWithin > 0]).toEqual([true, true]);
  });
});
