// ClickHouse's HTTP interface over the engine as a library: one process owns the data directory, so that
// every app, Grafana and curl can use an ordinary client where no ClickHouse server can be installed.
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { Engine } from './engine';
import { Gate } from './gate';
import { Handler } from './handler';

const settings = z
  .object({
    PANTO_CLICKHOUSE_DATA: z.string().min(1),
    PANTO_CLICKHOUSE_HOST: z.string().default('127.0.0.1'),
    PANTO_ALLOWED_HOSTS: z.string().default(''),
    PANTO_CLICKHOUSE_PORT: z.coerce.number().int().min(0).max(65_535).default(8123),
  })
  .parse(process.env);

const inbox = join(settings.PANTO_CLICKHOUSE_DATA, 'inbox');
rmSync(inbox, { recursive: true, force: true });
mkdirSync(inbox, { recursive: true });
const engine = new Engine(settings.PANTO_CLICKHOUSE_DATA);
const handler = new Handler({
  engine,
  gate: new Gate(8, 512),
  version: engine.version(),
  inbox,
  bodyLimit: 1 << 30,
  queryLimit: 64 << 20,
  allowedHosts: settings.PANTO_ALLOWED_HOSTS.toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== ''),
});
const server = createServer((request, response) => void handler.handle(request, response));
// Clients keep connections alive; a socket must not be closed at the moment a client reuses it.
server.keepAliveTimeout = 30_000;
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(settings.PANTO_CLICKHOUSE_PORT, settings.PANTO_CLICKHOUSE_HOST, () => {
  console.log(`ClickHouse ${engine.version()} answers on ${JSON.stringify(server.address())}`);
});

const stop = () => {
  server.close(() => {
    engine.close();
    process.exit(0);
  });
  server.closeIdleConnections();
  setTimeout(() => process.exit(1), 10_000).unref();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
