import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keptNotification } from './notification/notification-history.fixture';
import { TestServer } from './test-server';

const resources = `kind: Target
metadata: { name: web, labels: { team: shop } }
spec: { address: 192.0.2.10 }
---
kind: Agent
metadata: { name: edge }
---
kind: Channel
metadata: { name: chat }
spec: { type: webhook, url: "https://hooks.example.com/T0/xyz" }
---
kind: Route
metadata: { name: all }
spec: { channels: [chat], default: true }
---
kind: Check
metadata: { name: checkout }
spec:
  target: web
  agent: edge
  probe: http
  parameters: { url: "http://web/" }
  interval: 30s
  states:
    - name: slow
      type: threshold
      states: [{ state: warning, conditions: [{ field: seconds, operator: gt, value: 2 }] }]
  alerts: [{ name: any, type: change }]
---
kind: Silence
metadata: { name: tonight }
spec: { match: { targets: [web], checks: [checkout] }, until: 2026-11-28T01:00:00Z, reason: moves }
`;

interface Operation {
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: Readonly<Record<string, { readonly schema?: Form; readonly example?: unknown }>> }
    >
  >;
}
type Form = Parameters<typeof z.fromJSONSchema>[0];

let server: TestServer;
let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
beforeAll(async () => {
  server = await TestServer.start();
  server.history.kept = [keptNotification()];
  const metrics = ['up'];
  server.unassigned.push({
    check: randomUUID(),
    results: 3,
    first: Date.now() - 60_000,
    last: Date.now(),
    metrics,
  });
  const { json } = await server.send('GET', '/api/openapi.json');
  paths = (json as { paths: typeof paths }).paths;
});
afterAll(() => server.stop());

/** The described schema of a successful response. */
const described = (method: string, path: string) =>
  paths[path]?.[method]?.responses['200']?.content?.['application/json'];

/** Whether a value matches the description; keys it does not know are faults, too. */
function check(schema: Form | undefined, value: unknown): void {
  expect(schema).toMatchObject({ properties: expect.anything() });
  const read = z.fromJSONSchema(schema ?? {}, { defaultTarget: 'openapi-3.0' }).safeParse(value);
  expect(read.error?.issues ?? []).toEqual([]);
  expect(Object.keys((schema as { properties: object }).properties).sort()).toEqual(
    expect.arrayContaining(Object.keys(value as object).sort()),
  );
}

describe('the description of the API', () => {
  it('has a schema for every successful response, and its example matches', () => {
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods).filter((one) => one !== 'delete')) {
        const said = described(method, path);
        check(said?.schema, said?.example);
      }
    }
  });

  it('matches the real responses', async () => {
    const applied = await server.send('POST', '/api/v1/apply', resources);
    check(described('post', '/api/v1/apply')?.schema, applied.json);
    const body = JSON.stringify({ name: 'edge', host: 'h', version: '1' });
    const agent = await server.send('POST', '/api/v1/agents/register', body, 'application/json');
    check(described('post', '/api/v1/agents/register')?.schema, agent.json);
    const result = await server.send('POST', '/api/v1/results', '{"check":"checkout","metrics":{}}\nbad', 'application/x-ndjson'); // prettier-ignore
    check(described('post', '/api/v1/results')?.schema, result.json);
    const wish = JSON.stringify({ reason: 'r', episodes: [keptNotification().episode] });
    const acknowledged = await server.send('POST', '/api/v1/checks/checkout/acknowledgement', wish, 'application/json'); // prettier-ignore
    check(described('post', '/api/v1/checks/{idOrName}/acknowledgement')?.schema, acknowledged.json);
    const ids: Readonly<Record<string, string>> = { targets: 'web', agents: 'edge', channels: 'chat', routes: 'all', checks: 'checkout', silences: 'tonight' }; // prettier-ignore
    for (const path of Object.keys(paths).filter((one) => paths[one]?.['get'] !== undefined)) {
      const [, segment = ''] = /^\/api\/v1\/(\w+)/.exec(path) ?? [];
      const { id } = segment === 'notifications' ? keptNotification() : (agent.json as { id: string });
      const asked = path
        .replace('{idOrName}', ids[segment] ?? '')
        .replace('{check}', 'checkout')
        .replace('{id}', id);
      const { status, json } = await server.send('GET', asked);
      expect([path, status]).toEqual([path, 200]);
      check(described('get', path)?.schema, json);
    }
  });
});
