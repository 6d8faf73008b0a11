import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loopback, parseRange } from './address-guard';
import { channelSpec } from './channel-spec';
import { channels } from './channels';
import { localServer, type LocalServer, type Reply } from './local-server.fixture';
import { attempt, problem } from './notification.fixture';

const canary = 'c4n4ry';
const allowPrivate = loopback.map(parseRange).filter((range) => range !== undefined);
let server: LocalServer;
beforeAll(async () => {
  // The worst possible server: it repeats everything it receives.
  server = await localServer();
});
afterAll(() => server.close());

const echo = (status: number): ((got: { body: string; headers: object; path: string }) => Reply) => {
  return (got) => ({ status, body: JSON.stringify(got), headers: { 'x-echo': got.path } });
};
const specs: [string, () => object][] = [
  ['webhook', () => ({ type: 'webhook', url: { env: 'URL' }, secret: { env: 'SECRET' } })],
  ['webhook to Slack', () => ({ type: 'webhook', url: { env: 'URL' }, format: 'slack' })],
  ['pagerduty', () => ({ type: 'pagerduty', routingKey: { env: 'SECRET' } })],
  ['sms', () => ({ type: 'sms', to: ['+4915112345678'] })],
  ['email', () => ({ type: 'email', to: ['a@example.com'] })],
];

describe.each(specs)('an outcome of %s', (_, made) => {
  it.each([
    ['a server that echoes everything, 200', 200],
    ['the same, 400', 400],
    ['the same, 401', 401],
    ['the same, 500', 500],
    ['a closed port', 0],
  ])('contains no secret: %s', async (__, status) => {
    server.reply = echo(status);
    const url = status === 0 ? 'http://127.0.0.1:1' : server.url;
    const all = channels({
      email: {
        url: `smtp://${canary}:${canary}@127.0.0.1:${new URL(url).port}`,
        from: 'a@example.com',
        timeout: 200,
      },
      sms: { url, accountSid: 'AC1', authToken: canary, from: '+15005550006' },
      webhook: { allowPrivate, connectTimeout: 500 },
      pagerduty: { url },
    });
    const env = { URL: `${url}/services/${canary}`, SECRET: canary };
    const outcome = await all.send(problem, channelSpec.parse(made()), attempt(env));
    expect(outcome.detail).not.toBe('');
    expect(JSON.stringify(outcome)).not.toContain(canary);
    expect(JSON.stringify(outcome)).not.toContain(Buffer.from(`AC1:${canary}`).toString('base64'));
    await all.close();
  });
});

it('names the missing setting if a type is not set up', async () => {
  const bare = channels({
    email: null,
    sms: null,
    webhook: { allowPrivate, connectTimeout: 500 },
    pagerduty: { url: server.url },
  });
  const email = channelSpec.parse({ type: 'email', to: ['a@example.com'] });
  expect(await bare.send(problem, email, attempt())).toMatchObject({
    reason: 'misconfigured',
    detail: 'not set up on this notifier: set PANTO_SMTP_URL',
  });
  await bare.close();
});
