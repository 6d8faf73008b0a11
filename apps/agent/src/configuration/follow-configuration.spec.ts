import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLogger } from '@panto/service';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, Subject, take, takeUntil, toArray, type Observable } from 'rxjs';
import { Backoff } from '../backoff';
import { pause } from '../pause';
import {
  rememberedConfiguration,
  type AgentConfiguration,
  type RememberedConfiguration,
} from './agent-configuration';
import { followConfiguration } from './follow-configuration';
import { Remembered } from './remembered';
import { HttpServerClient } from './server-client';

let folder = '';
let server: Server;
let url = '';
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-agent-'));
  asked.length = 0;
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['if-none-match'] ?? ''}`.trim());
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
const ended = new Subject<void>();
afterEach(async () => {
  ended.next();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true });
});

const configuration = (version: string): AgentConfiguration => ({
  version,
  kafka: { bootstrapServers: '127.0.0.1:9092' },
  schemaRegistryUrl: 'http://127.0.0.1:8081/apis/ccompat/v7',
  topicPrefix: 'panto.',
  checks: [],
});
const identity = { id: 'agent-1', name: 'edge-1' };
const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void =>
  void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

function follow(): Observable<RememberedConfiguration> {
  return followConfiguration({
    server: new HttpServerClient(url, undefined, () => Date.now()),
    introduction: { name: 'edge-1', version: '1', host: 'h', labels: {} },
    remembered: new Remembered(join(folder, 'configuration.json'), rememberedConfiguration),
    backoff: new Backoff({ first: 1, most: 5, random: () => 1 }),
    logger: createLogger('agent', 'silent'),
    now: () => Date.now(),
    pause,
  }).pipe(takeUntil(ended));
}
const versions = async (count: number): Promise<string[]> =>
  (await firstValueFrom(follow().pipe(take(count), toArray()))).map((found) => found.configuration.version);

/** Registers every Agent; serves these configurations one after the other, then keeps requests waiting. */
function serve(...all: string[]): void {
  let next = 0;
  answer = (request, response) => {
    if (request.method === 'POST') return json(response, identity);
    const version = all[next];
    next += 1;
    if (version !== undefined) json(response, configuration(version), { etag: `"${version}"` });
  };
}

test('registers, applies the present configuration, then asks with the tag for newer ones', async () => {
  serve('v1', 'v2');
  expect(await versions(2)).toEqual(['v1', 'v2']);
  expect(asked.slice(0, 3)).toEqual([
    'POST /api/v1/agents/register',
    'GET /api/v1/agents/agent-1/configuration?wait=25',
    'GET /api/v1/agents/agent-1/configuration?wait=25 "v1"',
  ]);
});

test('continues with the configuration it has while the Server is down, and catches up afterwards', async () => {
  serve('v1');
  await versions(1);
  let failures = 3;
  answer = (request, response) => {
    failures -= 1;
    if (failures >= 0) return void request.socket.destroy();
    if (request.method === 'POST') return json(response, identity);
    return json(response, configuration('v2'));
  };
  expect(await versions(2)).toEqual(['v1', 'v2']);
});

test.each([
  ['an error', (response: ServerResponse) => void response.writeHead(500).end('broken')],
  ['no JSON', (response: ServerResponse) => void response.end('<html>')],
  ['another shape', (response: ServerResponse) => json(response, { version: 1 })],
  ['a redirect', (response: ServerResponse) => void response.writeHead(302, { location: '/' }).end()],
])('asks again after %s', async (_, refuse) => {
  let refusals = 2;
  answer = (request, response) => {
    if (request.method === 'POST') return json(response, identity);
    refusals -= 1;
    return refusals >= 0 ? refuse(response) : json(response, configuration('v1'));
  };
  expect(await versions(1)).toEqual(['v1']);
});

test('registers again when the Server no longer knows it', async () => {
  let known = false;
  answer = (request, response) => {
    if (request.method === 'POST') {
      json(response, { ...identity, id: known ? 'agent-2' : 'agent-1' });
      known = true;
    } else if (request.url?.includes('agent-2')) json(response, configuration('v1'));
    else response.writeHead(404).end();
  };
  const found = await firstValueFrom(follow());
  expect(found.identity.id).toBe('agent-2');
});

test('the same version is not emitted twice, across a restart of the Server or of the Agent', async () => {
  serve('v1', 'v1', 'v2');
  expect(await versions(2)).toEqual(['v1', 'v2']);
  serve('v2', 'v3');
  expect(await versions(2)).toEqual(['v2', 'v3']);
});

test('an unreadable file on disk counts as none', async () => {
  await writeFile(join(folder, 'configuration.json'), '{"identity":');
  serve('v1');
  expect(await versions(1)).toEqual(['v1']);
});

test('the clock is compared with the Server', async () => {
  answer = (_, response) => json(response, identity, { date: new Date(1_800_000_000_000).toUTCString() });
  const client = new HttpServerClient(url, undefined, () => 1_800_000_090_500);
  expect(client.clock).toBe(null);
  await client.register({ name: 'a', version: '1', host: 'h', labels: {} }, new AbortController().signal);
  expect(client.clock).toBe(90_000);
});
