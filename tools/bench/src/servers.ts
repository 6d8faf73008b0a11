import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Kafka and the schema registry of a run. */
export interface Servers {
  readonly kafka: string;
  readonly registry: string;
  stop(): Promise<void>;
}

/** Uses the servers whose addresses are set; otherwise starts Kafka and a registry over a temporary folder. */
export async function openServers(root: string): Promise<Servers> {
  const { PANTO_KAFKA_BOOTSTRAP_SERVERS: kafka, PANTO_SCHEMA_REGISTRY_URL: registry } = process.env;
  if (kafka && registry) return { kafka, registry, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'panto-bench-'));
  const flags = ['--without-apps', '--data-dir', folder, '--kafka-port', '0', '--registry-port', '0'];
  // The stack does not start a server at an address that is set if something listens there; nothing here uses
  // ClickHouse.
  const deaf = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const clickhouse = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const child = fork(join(root, 'dist/infra/stack/main.js'), flags, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, PANTO_CLICKHOUSE_URL: clickhouse, NODE_OPTIONS: '' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const told = new Promise<Record<string, string>>((resolve) =>
    child.once('message', (message) =>
      resolve((message as { environment: Record<string, string> }).environment),
    ),
  );
  const environment = await Promise.race([told, ended]);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    deaf.close();
    rmSync(folder, { recursive: true, force: true });
  };
  if (environment === undefined) {
    await stop();
    throw new Error('Kafka and the schema registry did not start');
  }
  const { PANTO_KAFKA_BOOTSTRAP_SERVERS = '', PANTO_SCHEMA_REGISTRY_URL = '' } = environment;
  return { kafka: PANTO_KAFKA_BOOTSTRAP_SERVERS, registry: PANTO_SCHEMA_REGISTRY_URL, stop };
}
