import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCodec, Registry, schemaNamed } from '@panto/avro';
import { createClient, createKafkaLog, kafkaSettings, partitionOf } from '@panto/kafka';
import { catalogue, type Result, topicName } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import { build } from 'esbuild';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = `server-${randomUUID().slice(0, 8)}.`;
const registryUrl = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const root = join(import.meta.dirname, '../../..');
const bundle = join(root, 'dist', `.spec-${randomUUID()}`);
const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const resources = `kind: Target
metadata: { name: web }
spec: {}
---
kind: Agent
metadata: { name: edge }
---
kind: Check
metadata: { id: ${check}, name: checkout }
spec: { target: web, agent: edge, probe: tcp, parameters: { port: 80 }, interval: 30s }
`;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const servers: { readonly child: ChildProcess; readonly url: string }[] = [];
let folder = '';

/** Runs the command line against a Server. */
function panto(words: readonly string[], input = '', server = 0): Promise<Ended> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    PANTO_TOPIC_PREFIX: prefix,
    PANTO_PARTITIONS: '2',
    PANTO_SERVER_URL: servers[server]?.url ?? 'http://127.0.0.1:1',
  };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(bundle, 'cli.js'), ...words],
      { env },
      (error, out, err) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, out, err });
      },
    );
    child.stdin?.end(input);
  });
}

async function startServer(): Promise<void> {
  const child = spawn(process.execPath, [join(bundle, 'server.js')], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PANTO_TOPIC_PREFIX: prefix,
      PANTO_SERVER_PORT: '0',
      PANTO_SERVER_HTTP_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const served = /"port":(\d+),"message":"the API is served"/.exec(log)?.[1];
      if (served !== undefined) resolve(served);
    });
    child.once('exit', () => reject(new Error(`the Server ended:\n${log}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  servers.push({ child, url });
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((again) => setTimeout(again, 50));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-server-'));
  await build({
    absWorkingDir: root,
    entryPoints: { server: 'apps/server/src/main.ts', cli: 'apps/cli/src/main.ts' },
    outdir: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    tsconfig: 'tsconfig.base.json',
    loader: { '.avsc': 'json', '.sql': 'text' },
    logLevel: 'silent',
  });
  const made = await panto(['topics', 'apply']);
  if (made.code !== 0) throw new Error(made.err);
  await Promise.all([startServer(), startServer()]);
}, 120_000);

afterAll(async () => {
  for (const { child } of servers) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  const admin = createClient(kafkaSettings(process.env), 'spec').kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: catalogue.map(({ name }) => topicName(prefix, name)) });
  await admin.disconnect();
  await rm(bundle, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('two Servers and the command line on a broker', () => {
  it('have nothing to do once topics and schemas are in place', async () => {
    const { code, out } = await panto(['topics', 'plan']);
    expect([code, /create|alter/.test(out)]).toEqual([0, false]);
  }, 60_000);

  it('apply files, and report faults as compilers do', async () => {
    const file = join(folder, 'shop.yaml');
    await writeFile(file, resources.replace('30s', '30x'));
    const column = resources.split('\n').at(9)?.indexOf('30s') ?? 0;
    expect(await panto(['apply', '-f', folder])).toEqual({
      code: 1,
      out: '',
      err: `${file}:10:${column + 1}: spec.interval: "30x" is not a duration; write 250ms, 30s, 5m, 24h or 7d, or a number of seconds\n`,
    });
    await writeFile(file, resources);
    expect(await panto(['apply', '-f', folder])).toMatchObject({
      code: 0,
      out: 'Target web created, version 1\nAgent edge created, version 1\nCheck checkout created, version 1\n',
    });
  }, 60_000);

  it('show on one Server what was applied on the other; what is shown can be applied', async () => {
    const shown = await panto(['get', 'check', 'checkout', '-o', 'yaml'], '', 1);
    expect(shown.out).toContain('interval: 30s');
    expect(await panto(['apply', '-f', '-'], shown.out, 1)).toMatchObject({
      out: 'Check checkout unchanged, version 1\n',
    });
    expect((await panto(['get', 'targets'], '', 1)).out).toMatch(/^NAME +ADDRESS .*\nweb +-/);
  }, 60_000);

  it('lose no change under concurrent requests: a change over an older configuration is fenced', async () => {
    const body = (n: number) => `kind: Agent\nmetadata: { name: edge, labels: { n: "${n}" } }`;
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const url = servers[n % 2]?.url ?? '';
        const headers = { 'content-type': 'application/yaml' };
        const answer = await fetch(`${url}/api/v1/apply`, { method: 'POST', headers, body: body(n) });
        const told = (await answer.json()) as { changes?: { version: number }[]; detail?: string };
        return told.changes?.[0]?.version ?? told.detail;
      }),
    );
    const versions = [...answers].sort((a, b) => Number(a) - Number(b));
    expect(versions).toEqual(Array.from({ length: 16 }, (_, n) => n + 2));
  }, 120_000);

  it('write Results to the partition every producer would, and report the lines they reject', async () => {
    const lines = [`{"check":"checkout","timestamp":7,"metrics":{"n":9007199254740993,"r":1.0}}`, 'nonsense'];
    const sent = await panto(['results', 'publish', '-f', '-'], lines.join('\n'));
    expect(sent).toMatchObject({ code: 1, out: '1 results sent, 1 lines rejected\n' });
    expect(sent.err).toMatch(/^-:2: this is not JSON/);
    const [record] = await recordsOf('results', partitionOf(check, 2));
    const codec = await openCodec<Result>(
      new Registry({ url: registryUrl }),
      topicName(prefix, 'results'),
      schemaNamed('result'),
    );
    expect(record?.key?.toString()).toBe(check);
    await codec.prepare([record?.value ?? null]);
    expect(codec.decode(record?.value ?? null)).toMatchObject({
      value: { timestamp: 7, ints: { n: 9007199254740993n }, floats: { r: 1 } },
    });
  }, 60_000);

  it('show the overall status', async () => {
    const { code, out } = await panto(['status']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/ready\nResources: targets 1, agents 1, .*checks 1/),
    ]);
  }, 60_000);

  it('delete only resources that nothing refers to', async () => {
    expect(await panto(['delete', 'target', 'web'])).toMatchObject({
      code: 1,
      err: 'Target `web` is needed by Check `checkout`; change or delete these first\n',
    });
    expect(await panto(['delete', 'check', 'checkout'])).toMatchObject({ code: 0 });
    expect(await panto(['delete', 'target', 'web'], '', 1)).toMatchObject({ code: 0 });
  }, 60_000);

  it('end with code 2 for a wrong call, and with 3 if nobody answers', async () => {
    expect((await panto(['get', 'weather'])).code).toBe(2);
    const { code, err } = await panto(['status'], '', 9);
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('no answer from the Server at http://127.0.0.1:1'),
    ]);
  }, 60_000);
});

/** All records of a partition. */
async function recordsOf(name: string, partition: number): Promise<readonly LogRecord[]> {
  const log = await createKafkaLog(kafkaSettings(process.env), { clientId: 'spec' });
  const topic = topicName(prefix, name);
  const reader = await log.openReader();
  const [end = 0] = await log.ends([{ topic, partition }]);
  const feed = reader.follow(
    { topic, partition, offset: 0 },
    { wake: () => undefined, gap: () => undefined },
  );
  const records: LogRecord[] = [];
  while (feed.position < end) {
    records.push(...feed.take(100));
    await new Promise((again) => setTimeout(again, 10));
  }
  await reader.close();
  await log.close();
  return records;
}
