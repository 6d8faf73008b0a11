import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestServer } from '../test-server';

const configured = randomUUID();
const now = Date.now();
const of = (results: number, between: number, check: string = randomUUID()) => ({
  check,
  results,
  first: now - between,
  last: now,
  metrics: ['up'],
});

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  const resources = `kind: Target
metadata: { name: web }
spec: {}
---
kind: Check
metadata: { id: ${configured}, name: checkout }
spec: { target: web, interval: 30s }
`;
  expect((await server.send('POST', '/api/v1/apply', resources)).status).toBe(200);
});
afterAll(() => server.stop());

/** The Server's response with these Results stored. */
async function answered(stored: readonly ReturnType<typeof of>[], query = '') {
  server.unassigned.splice(0, Infinity, ...stored);
  const { status, json } = await server.send('GET', `/api/v1/unassigned${query}`);
  return { status, items: (json as { items?: readonly Record<string, unknown>[] }).items ?? [] };
}

test.each([
  ['thirty seconds apart', of(721, 6 * 3_600_000), '30s'],
  ['a little irregular', of(11, 301_234), '30s'],
  ['four a second', of(101, 25_000), '250ms'],
  ['more than a millisecond can hold', of(1_000, 10), '1ms'],
  ['one only', of(1, 0), null],
])('Results that are %s have an interval', async (_, stored, interval) => {
  const { items } = await answered([stored]);
  expect(items).toEqual([
    {
      check: stored.check,
      results: stored.results,
      first: new Date(stored.first).toISOString(),
      last: new Date(now).toISOString(),
      interval,
      metrics: ['up'],
    },
  ]);
});

test('a Check that was configured meanwhile is not listed for adoption, whatever is stored', async () => {
  const other = of(2, 1_000);
  const { items } = await answered([of(2, 1_000, configured), other]);
  expect(items.map(({ check }) => check)).toEqual([other.check]);
});

test('a bad request is refused with the reason', async () => {
  expect((await answered([], '?limit=0&since=yesterday')).status).toBe(400);
});
