import { join } from 'node:path';
import type { Part } from '../part';
import type { Plan } from './plan';

/** ClickHouse as a part: the embedded engine behind ClickHouse's HTTP interface (infra/clickhouse). */
export const clickhousePart = (plan: Plan): Part => ({
  name: 'clickhouse',
  title: 'ClickHouse',
  kind: 'server',
  after: [],
  command: process.execPath,
  words: ['--enable-source-maps', join(plan.root, 'dist', 'infra', 'clickhouse', 'main.js')],
  environment: {
    PANTO_CLICKHOUSE_DATA: join(plan.dataDir, 'clickhouse'),
    PANTO_CLICKHOUSE_PORT: String(plan.ports.clickhouse),
    // Queries run on Node's thread pool, up to eight at a time.
    UV_THREADPOOL_SIZE: '16',
  },
  sign: { kind: 'http', url: `${plan.addresses.clickhouse}/ping` },
  address: plan.addresses.clickhouse,
  startWithin: 120_000,
  stopWithin: 15_000,
});
