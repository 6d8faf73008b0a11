import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidV5 } from '@panto/model';
import type { Channel } from '../channel';
import { attempt, hostile, problem } from '../notification.fixture';
import { localServer, type LocalServer } from '../local-server.fixture';
import { countSegments, fitSegments } from './segment';
import { smsChannel, smsText } from './sms';
import { smsSpec, type SmsSpec } from './spec';

const first = '+4915112345678';
const second = '+4915112345679';
let twilio: LocalServer;
let channel: Channel<SmsSpec>;
beforeAll(async () => {
  twilio = await localServer();
  channel = smsChannel({
    url: twilio.url,
    accountSid: 'AC123',
    authToken: 's3cret-token',
    from: '+15005550006',
  });
});
beforeEach(() => {
  twilio.received.length = 0;
  twilio.reply = () => ({ status: 201, body: '{"sid":"SM1","status":"queued"}' });
});
afterAll(async () => {
  await channel.close();
  await twilio.close();
});
const spec = (...to: string[]) => smsSpec.parse({ type: 'sms', to });
const sentTo = () => twilio.received.map(({ body }) => new URLSearchParams(body).get('To'));

describe('a text message', () => {
  it('goes to Twilio as its API wants it', async () => {
    const outcome = await channel.send(problem, spec(first), attempt());
    expect(outcome).toEqual({ kind: 'delivered', detail: '1 sent', reached: [uuidV5(problem.id, first)] });
    expect(twilio.received[0]).toMatchObject({
      path: '/2010-04-01/Accounts/AC123/Messages.json',
      headers: {
        authorization: `Basic ${Buffer.from('AC123:s3cret-token').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(Object.fromEntries(new URLSearchParams(twilio.received[0]!.body))).toEqual({
      To: first,
      From: '+15005550006',
      Body: 'CRITICAL: checkout-http on web-1.example.com - duration-seconds is 2.35, above 2',
    });
  });

  it('reports who already has it when one of two fails, and next time sends only to the other', async () => {
    twilio.reply = ({ body }) => ({ status: body.includes(second.slice(1)) ? 503 : 201 });
    const outcome = await channel.send(problem, spec(first, second), attempt());
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'serverError',
      retriable: true,
      reached: [uuidV5(problem.id, first)],
    });
    twilio.reply = () => ({ status: 201 });
    twilio.received.length = 0;
    const again = await channel.send(problem, spec(first, second), attempt({}, { reached: outcome.reached }));
    expect(again).toMatchObject({
      kind: 'delivered',
      reached: [uuidV5(problem.id, first), uuidV5(problem.id, second)],
    });
    expect(sentTo()).toEqual([second]);
  });

  it('is retried as long as one recipient may still be reached', async () => {
    twilio.reply = ({ body }) => ({
      status: body.includes(first.slice(1)) ? 400 : 429,
      headers: { 'retry-after': '2' },
    });
    expect(await channel.send(problem, spec(first, second), attempt())).toMatchObject({
      reason: 'rateLimited',
      retryAfter: 2000,
    });
  });

  it('reports the Twilio error code', async () => {
    twilio.reply = () => ({ status: 400, body: '{"code": 21211, "message": "Invalid \'To\' Phone Number"}' });
    expect(await channel.send(problem, spec(first), attempt())).toMatchObject({
      reason: 'clientError',
      retriable: false,
      detail: 'HTTP 400: Twilio error 21211',
    });
  });

  it('is not sent twice because the response does not end', async () => {
    twilio.reply = () => ({ status: 201, body: '{"sid"', unfinished: true });
    expect(await channel.send(problem, spec(first), attempt())).toMatchObject({ kind: 'delivered' });
    twilio.reply = () => ({ status: 400, body: '{"code": 21211,', unfinished: true });
    expect(await channel.send(problem, spec(first), attempt())).toMatchObject({
      reason: 'clientError',
      detail: 'HTTP 400: Twilio error 21211',
    });
  });

  it('is on one line', () => {
    expect(smsText(hostile)).not.toMatch(/[\r\n]/);
  });

  it.each(['015112345678', '+0123456789', '+49', 'alice'])('%s is not a phone number', (to) => {
    expect(smsSpec.safeParse({ type: 'sms', to: [to] }).success).toBe(false);
  });
});

describe('segments', () => {
  it.each([
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['€'.repeat(81), 'GSM-7', 162, 2],
    ['ж'.repeat(70), 'UCS-2', 70, 1],
    ['ж'.repeat(71), 'UCS-2', 71, 2],
    ['🔥'.repeat(35), 'UCS-2', 70, 1],
    ['🔥'.repeat(36), 'UCS-2', 72, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
  ])('%s', (text, encoding, units, segments) => {
    expect(countSegments(text)).toEqual({ encoding, units, segments });
  });

  it.each(['a', '€', 'ж', '🔥', 'a🔥'])('fit any number, cut where necessary: %s', (char) => {
    for (const segments of [1, 2, 5]) {
      for (let length = 0; length < 900; length += 7) {
        const fitted = fitSegments(char.repeat(length), segments);
        expect(countSegments(fitted).segments).toBeLessThanOrEqual(segments);
        if (countSegments(char.repeat(length)).segments <= segments) expect(fitted).toBe(char.repeat(length));
        else expect(fitted.endsWith('...')).toBe(true);
      }
    }
  });
});
