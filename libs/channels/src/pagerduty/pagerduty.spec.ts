import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attempt, end, problem } from '../notification.fixture';
import { localServer, type LocalServer } from '../local-server.fixture';
import { stateNameValues } from '@panto/model';
import { pagerdutyEvent } from './event';
import { pagerdutyChannel } from './pagerduty';
import { pagerdutySpec } from './spec';

const accepted = { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"x"}' };
const spec = pagerdutySpec.parse({ type: 'pagerduty', routingKey: { env: 'PD_KEY' } });
const env = { PD_KEY: 'R0123456789abcdef0123456789abcde' };
let server: LocalServer;
beforeAll(async () => {
  server = await localServer();
});
beforeEach(() => {
  server.received.length = 0;
  server.reply = () => accepted;
});
afterAll(() => server.close());
const channel = (path = '') => pagerdutyChannel({ url: `${server.url}${path}` });

describe('PagerDuty', () => {
  it('is told of a problem and of its end under one key', async () => {
    expect(await channel().send(problem, spec, attempt(env))).toEqual({
      kind: 'delivered',
      detail: 'HTTP 202',
      reached: [],
    });
    await channel('/proxy/').send(end, spec, attempt(env));
    expect(server.received.map(({ path }) => path)).toEqual(['/v2/enqueue', '/proxy/v2/enqueue']);
    expect(server.received.map(({ body }) => JSON.parse(body))).toMatchSnapshot();
  });

  it.each([
    [
      'a rejected request',
      { status: 400, body: '{"status":"invalid event"}' },
      { reason: 'clientError', retriable: false },
    ],
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '3' }, body: '{}' },
      { reason: 'rateLimited', retryAfter: 3000 },
    ],
    [
      'a gateway that answers HTML',
      { status: 502, body: '<html>' },
      { reason: 'serverError', retriable: true },
    ],
    ['success without JSON', { status: 202, body: '' }, { kind: 'delivered' }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, { reason: 'redirected' }],
  ])('answers with %s: one request, and the outcome is decided by us', async (_, reply, wanted) => {
    server.reply = () => reply;
    expect(await channel().send(problem, spec, attempt(env))).toMatchObject(wanted);
    await new Promise((done) => setTimeout(done, 50));
    expect(server.received).toHaveLength(1);
  });

  it('does not respond', async () => {
    server.reply = () => ({ status: 200, hang: true });
    const outcome = await channel().send(problem, spec, attempt(env, { signal: AbortSignal.timeout(100) }));
    expect(outcome).toMatchObject({ reason: 'timeout', retriable: true });
  });

  it('is unreachable', async () => {
    const gone = pagerdutyChannel({ url: 'http://127.0.0.1:1' });
    expect(await gone.send(problem, spec, attempt(env))).toMatchObject({
      reason: 'network',
      detail: 'ECONNREFUSED',
    });
  });

  it('does not speak TLS although the address is https', async () => {
    const tls = pagerdutyChannel({ url: server.url.replace('http:', 'https:') });
    expect(await tls.send(problem, spec, attempt(env))).toMatchObject({ reason: 'network', retriable: true });
  });

  it('needs its key', async () => {
    expect(await channel().send(problem, spec, attempt())).toMatchObject({ reason: 'misconfigured' });
    expect(server.received).toHaveLength(0);
  });
});

describe('an event', () => {
  it('has a severity for every State', () => {
    const told = stateNameValues.map((state) => [
      state,
      pagerdutyEvent({ ...problem, state }, 'key').payload.severity,
    ]);
    expect(Object.fromEntries(told)).toEqual({
      UNKNOWN: 'info',
      OK: 'info',
      WARNING: 'warning',
      CRITICAL: 'critical',
      MISSING_DATA: 'error',
      ERROR: 'error',
    });
  });

  it('has a summary of 1024 characters at most, and stays below 512 kB', () => {
    const reasons = Array.from({ length: 500 }, () => ({ ...problem.reasons[0]!, text: 'x'.repeat(5000) }));
    const made = pagerdutyEvent({ ...problem, title: '🔥'.repeat(2000), reasons }, 'key');
    expect([...made.payload.summary]).toHaveLength(1024);
    expect(JSON.stringify(made).length).toBeLessThan(512_000);
  });
});
