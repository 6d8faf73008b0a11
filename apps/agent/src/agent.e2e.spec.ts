import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { localCodec, Registry, registerSchemas, schemaNamed, subjectsOf } from '@panto/avro';
import { createClient, kafkaSettings } from '@panto/kafka';
import type { Heartbeat, Result } from '@panto/model';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const main = join(process.cwd(), 'dist/apps/agent/main.js');
const settings = kafkaSettings(process.env);
const registryUrl = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const topicPrefix = `agent-${randomUUID().slice(0, 8)}.`;
const topics = [`${topicPrefix}results`, `${topicPrefix}agents.heartbeats`];
const agent = randomUUID();
const check = randomUUID();
const client = createClient(settings, 'spec');
const admin = client.kafka.admin();
const consumer = client.kafka.consumer({ groupId: `${topicPrefix}reader` });
const results: Result[] = [];
const heartbeats: Heartbeat[] = [];
const running: ChildProcess[] = [];
let folder = '';
let server: Server;
let url = '';

/** As much of a Server as an Agent needs: it registers every Agent, and gives each the same Check. */
function listen(): Promise<void> {
  const configuration = {
    version: 'v1',
    kafka: { bootstrapServers: settings.brokers.join(',') },
    schemaRegistryUrl: registryUrl,
    topicPrefix,
    checks: [
      {
        id: check,
        name: 'load',
        probe: 'load',
        parameters: {},
        interval: 200,
        target: { id: randomUUID(), name: 'here', address: '127.0.0.1' },
      },
    ],
  };
  server = createServer((request, response) => {
    request.resume();
    if (request.method === 'POST') response.end(JSON.stringify({ id: agent, name: 'e2e' }));
    else if (request.headers['if-none-match'] === undefined) {
      response.writeHead(200, { etag: '"v1"' }).end(JSON.stringify(configuration));
    }
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', done));
}

function start(extra: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PANTO_SERVER_URL: url,
      PANTO_AGENT_NAME: 'e2e',
      PANTO_DATA_DIR: folder,
      PANTO_AGENT_HTTP_PORT: '0',
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.resume();
  child.stderr?.resume();
  running.push(child);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  child.kill(signal);
  return ended;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(50);
}

beforeAll(async () => {
  if (!existsSync(main)) throw new Error(`${main} is not there: run node tools/bin/build.mjs first`);
  folder = await mkdtemp(join(tmpdir(), 'panto-agent-e2e-'));
  await listen();
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map((topic) => ({ topic, numPartitions: 1 })),
  });
  const subjects = subjectsOf(topicPrefix).filter(({ subject }) =>
    topics.includes(subject.replace(/-value$/, '')),
  );
  const ids = await registerSchemas(new Registry({ url: registryUrl }), subjects);
  const resultCodec = localCodec<Result>(schemaNamed('result'), ids.get(`${topics[0]}-value`));
  const heartbeatCodec = localCodec<Heartbeat>(schemaNamed('heartbeat'), ids.get(`${topics[1]}-value`));
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      if (topic === topics[0]) {
        const decoded = resultCodec.decode(message.value);
        if (decoded.ok && message.key?.toString() === check) results.push(decoded.value);
      } else {
        const decoded = heartbeatCodec.decode(message.value);
        if (decoded.ok) heartbeats.push(decoded.value);
      }
      return Promise.resolve();
    },
  });
}, 60_000);

afterEach(async () => {
  for (const child of running.splice(0)) await end(child, 'SIGKILL');
});

afterAll(async () => {
  await consumer.disconnect();
  await admin.deleteTopics({ topics });
  await admin.disconnect();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
}, 30_000);

test('an Agent registers, measures, delivers and sends heartbeats; it stops in order', async () => {
  const child = start();
  await until(() => results.length >= 5 && heartbeats.length >= 1);
  expect(results[0]).toMatchObject({ error: null, agent, bools: { up: true } });
  expect(heartbeats[0]).toMatchObject({ agent, name: 'e2e', configuration: 'v1', checks: 1, dropped: 0 });
  expect(await end(child, 'SIGTERM')).toBe(0);
}, 60_000);

test('without its Server and after a kill it continues, and what waited on disk arrives, in order', async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  // First with Kafka unreachable: Results wait on disk across the kill.
  const cutOff = start({ PANTO_KAFKA_BOOTSTRAP_SERVERS: '127.0.0.1:9' });
  const before = results.length;
  await wait(6_000);
  await end(cutOff, 'SIGKILL');
  expect(results.length).toBe(before);
  const killedAt = Date.now();
  start();
  await until(() => results.some(({ timestamp }) => timestamp > killedAt));
  const waited = results.slice(before).filter(({ timestamp }) => timestamp < killedAt);
  expect(waited.length).toBeGreaterThanOrEqual(5);
  const times = results.map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}, 90_000);
