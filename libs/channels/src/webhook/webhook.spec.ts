import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { Channel } from '../channel';
import { loopback, parseRange } from '../address-guard';
import { attempt, problem } from '../notification.fixture';
import { localServer, type LocalServer } from '../local-server.fixture';
import { webhookSpec, type WebhookSpec } from './spec';
import { webhookChannel } from './webhook';

const allowed = loopback.map(parseRange).filter((range) => range !== undefined);
let server: LocalServer;
let channel: Channel<WebhookSpec>;
beforeAll(async () => {
  server = await localServer();
});
beforeEach(() => {
  server.received.length = 0;
  server.reply = () => ({ status: 200 });
  channel = webhookChannel({ allowPrivate: allowed, connectTimeout: 1000 });
});
afterEach(() => channel.close());
afterAll(() => server.close());

const spec = (more: object = {}): WebhookSpec =>
  webhookSpec.parse({ type: 'webhook', url: `${server.url}/hook`, ...more });

describe('a webhook', () => {
  it('sends the message with its send id and the time', async () => {
    expect(await channel.send(problem, spec(), attempt())).toEqual({
      kind: 'delivered',
      detail: 'HTTP 200',
      reached: [],
    });
    const [got] = server.received;
    expect(got).toMatchObject({
      path: '/hook',
      headers: {
        'content-type': 'application/json',
        'webhook-id': problem.id,
        'webhook-timestamp': '1795435200',
      },
    });
    expect(got!.headers['webhook-signature']).toBeUndefined();
    expect(JSON.parse(got!.body)).toMatchObject({
      id: problem.id,
      episode: problem.episode,
      state: 'CRITICAL',
    });
  });

  it.each([
    [
      'base64 after whsec_',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
    ],
    ['any text', 'correct horse battery staple', Buffer.from('correct horse battery staple')],
  ])('signs with a secret from the environment: %s', async (_, secret, key) => {
    await channel.send(problem, spec({ secret: { env: 'HOOK_SECRET' } }), attempt({ HOOK_SECRET: secret }));
    const { headers, body } = server.received[0]!;
    const signed = createHmac('sha256', key).update(`${problem.id}.1795435200.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signed}`);
  });

  it('takes its address from the environment', async () => {
    const outcome = await channel.send(
      problem,
      spec({ url: { env: 'HOOK' } }),
      attempt({ HOOK: `${server.url}/s3cret` }),
    );
    expect(outcome.kind).toBe('delivered');
    expect(server.received[0]!.path).toBe('/s3cret');
  });

  it('a redirect is a failure, and is not followed', async () => {
    server.reply = () => ({ status: 302, headers: { location: `${server.url}/elsewhere` } });
    expect(await channel.send(problem, spec(), attempt())).toMatchObject({
      reason: 'redirected',
      retriable: false,
    });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['410 as the wish to get no more', { status: 410 }, { reason: 'disabled', retriable: false }],
    [
      '429 with its wait',
      { status: 429, headers: { 'retry-after': '7' } },
      { reason: 'rateLimited', retriable: true, retryAfter: 7000 },
    ],
    ['503', { status: 503 }, { reason: 'serverError', retriable: true, retryAfter: null }],
    ['404', { status: 404 }, { reason: 'clientError', retriable: false }],
  ])('understands %s', async (_, reply, wanted) => {
    server.reply = () => reply;
    expect(await channel.send(problem, spec(), attempt())).toMatchObject({ kind: 'failed', ...wanted });
  });

  it('gives up on a server that does not respond', async () => {
    server.reply = () => ({ status: 200, hang: true });
    const outcome = await channel.send(problem, spec(), attempt({}, { signal: AbortSignal.timeout(100) }));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout', retriable: true });
  });

  it('does not wait for the end of an endless response', async () => {
    server.reply = () => ({ status: 200, body: 'x'.repeat(1_000_000) });
    expect((await channel.send(problem, spec(), attempt())).kind).toBe('delivered');
  });

  it.each([
    ['200: who has said so has the message', { status: 200 }, { kind: 'delivered', detail: 'HTTP 200' }],
    [
      '429: the wait is known',
      { status: 429, headers: { 'retry-after': '7' } },
      { reason: 'rateLimited', retryAfter: 7000 },
    ],
  ])('does not wait for a body that never ends, after %s', async (_, reply, wanted) => {
    server.reply = () => ({ ...reply, body: 'o', unfinished: true });
    const outcome = await channel.send(problem, spec(), attempt({}, { signal: AbortSignal.timeout(500) }));
    expect(outcome).toMatchObject(wanted);
  });

  it('reports that nobody listens', async () => {
    const outcome = await channel.send(problem, spec({ url: 'http://127.0.0.1:1/' }), attempt());
    expect(outcome).toMatchObject({ reason: 'network', retriable: true, detail: 'ECONNREFUSED' });
  });

  it.each([
    [{ env: 'NOT_SET' }, 'the secret is missing: set the environment variable NOT_SET'],
    [{ file: '/no/such/file' }, 'the secret is missing: set the file /no/such/file'],
  ])('names the missing secret: %j', async (secret, detail) => {
    const outcome = await channel.send(problem, spec({ secret }), attempt());
    expect(outcome).toMatchObject({ reason: 'misconfigured', retriable: false, detail });
    expect(server.received).toHaveLength(0);
  });
});

describe('addresses that a webhook may not go to', () => {
  const strict = () => webhookChannel({ allowPrivate: [], connectTimeout: 500 });
  const port = () => new URL(server.url).port;
  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://0:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fd00:ec2::254]/',
    'http://10.0.0.1/',
  ])('%s', async (url) => {
    const guarded = strict();
    const outcome = await guarded.send(problem, spec({ url: url.replace('PORT', port()) }), attempt());
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'refused', retriable: false });
    expect(server.received).toHaveLength(0);
    await guarded.close();
  });

  it('resolves a name once, and connects to the address that was checked (rebinding)', async () => {
    const answers = ['93.184.216.34', '127.0.0.1'];
    let asked = 0;
    const rebinding = webhookChannel({
      allowPrivate: [],
      connectTimeout: 200,
      resolve: (_, done) => done(null, [{ address: answers[asked++] ?? '127.0.0.1', family: 4 }]),
    });
    await rebinding.send(
      problem,
      spec({ url: `http://rebind.example:${port()}/` }),
      attempt({}, { signal: AbortSignal.timeout(500) }),
    );
    expect({ asked, received: server.received.length }).toEqual({ asked: 1, received: 0 });
    await rebinding.close();
  });

  it('rejects a name if any of its addresses is internal', async () => {
    const mixed = webhookChannel({
      allowPrivate: [],
      connectTimeout: 200,
      resolve: (_, done) =>
        done(null, [
          { address: '93.184.216.34', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    });
    expect(await mixed.send(problem, spec({ url: 'https://mixed.example/' }), attempt())).toMatchObject({
      reason: 'refused',
    });
    await mixed.close();
  });

  it.each(['ftp://example.com/', 'http://user:pass@example.com/', 'file:///etc/passwd', 'nonsense'])(
    '%s is not a spec',
    (url) => {
      expect(webhookSpec.safeParse({ type: 'webhook', url }).success).toBe(false);
    },
  );
});
