import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import type { Notification } from '@panto/model';
import { TestServer } from '../test-server';
import type { KeptNotification } from './notification-history';
import { keptNotification } from './notification-history.fixture';

const codec = localCodec<Notification>(schemaNamed('notification'));
const kept = keptNotification();
const channel = `kind: Channel
metadata: { id: ${kept.channel}, name: ops-chat }
spec: { type: email, to: [sre@example.com] }
`;

/** The record of a stored message, as the notifier wrote it. */
const recorded = (of: KeptNotification): Notification => ({
  ...of,
  sequence: 1,
  labels: { team: 'shop' },
  arrival: of.timestamp,
  reasons: [],
});

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/apply', channel);
});
afterEach(() => server.stop());

/** Puts the record of a message into the topic, and its history into the store. */
function keep(more: Partial<KeptNotification> = {}): KeptNotification {
  const notification = recorded({ ...kept, resend: 0 });
  const record = { topic: 't.notifications', key: 'the key', value: codec.encode(notification), timestamp: 1 }; // prettier-ignore
  server.broker.append([{ topic: 't.notifications', partition: 1, records: [record] }]);
  const one = { ...kept, partition: 1, ...more };
  server.history.kept = [one];
  return one;
}
const ask = async (query: string) => {
  const { json } = await server.send('GET', `/api/v1/notifications${query}`);
  return json as { items: Readonly<Record<string, unknown>>[] };
};
const resend = async (id: string, query = '') => {
  const { status, json } = await server.send('POST', `/api/v1/notifications/${id}/resend${query}`);
  return { status, ...(json as Readonly<Record<string, unknown>>) };
};
const appended = () =>
  server.broker.records('t.notifications').slice(1).map(({ partition, key, value }) => {
    const decoded = codec.decode(value);
    if (!decoded.ok) throw new Error(decoded.detail);
    return { partition, key: key?.toString(), value: decoded.value };
  }); // prettier-ignore

describe('the history of messages', () => {
  it('has names and times, and the result of the last attempt', async () => {
    keep();
    const { items } = await ask('?undelivered=true');
    expect(items).toEqual([
      expect.objectContaining({
        id: kept.id,
        check: { id: kept.check, name: 'checkout-http' },
        channel: { id: kept.channel, name: 'ops-chat' },
        outcome: 'expired',
        text: kept.text,
        reasons: kept.reasons,
        lastAttempt: expect.objectContaining({ attempts: 17, reason: 'network', detail: 'connect ECONNREFUSED' }),
      }),
    ]); // prettier-ignore
    expect(Object.keys(items[0] ?? {})).not.toContain('offset');
  });

  it('has the dependency that was down, with its names at the time', async () => {
    keep({ reason: 'dependency', decision: 'withhold', dependency: { target: 't', targetName: 'core-sw1', check: 'c', checkName: 'ping', state: 'ERROR' } }); // prettier-ignore
    expect((await ask('')).items).toMatchObject([
      {
        reason: 'dependency',
        dependency: {
          target: { id: 't', name: 'core-sw1' },
          check: { id: 'c', name: 'ping' },
          state: 'ERROR',
        },
      },
    ]);
  });

  it.each<[string, string, Partial<KeptNotification>, number]>([
    ['a message that arrived is not among the undelivered', '?undelivered=true', { outcome: 'delivered', delivered: true }, 0], // prettier-ignore
    [
      'a message that arrived is listed if all are requested',
      '',
      { outcome: 'delivered', delivered: true },
      1,
    ],
    [
      'a message that arrived later is not undelivered',
      '?undelivered',
      { outcome: 'expired', delivered: true },
      0,
    ],
    ['a Channel by its name', '?channel=ops-chat', {}, 1],
    ['a Channel that was deleted, by its UUID', '?channel=5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01', {}, 0],
    ['a Check that was deleted, by its UUID', `?check=${kept.check}`, {}, 1],
    ['another Check', `?check=${kept.episode}`, {}, 0],
    [
      'a message that was withheld',
      '?withheld=true',
      { decision: 'withhold', reason: 'silenced', outcome: 'withheld' },
      1,
    ],
    ['a message that was sent is not among the withheld', '?withheld', {}, 0],
    ['an episode', `?episode=${kept.episode}`, {}, 1],
    ['another episode', `?episode=${kept.check}`, {}, 0],
    ['the last 31 days by default', '', { timestamp: Date.now() - 40 * 86_400_000 }, 0],
    ['since a time', '?since=2020-01-01T00:00:00Z', { timestamp: Date.now() - 40 * 86_400_000 }, 1],
  ])('%s', async (_, query, more, wanted) => {
    keep(more);
    expect((await ask(query)).items).toHaveLength(wanted);
  });

  it.each([
    ['no such Channel', '?channel=nope', 404, 'not-found'],
    ['no such Check', '?check=nope', 404, 'not-found'],
    ['an invalid time', '?since=yesterday', 400, 'faulty-request'],
    ['an invalid episode', '?episode=first', 400, 'faulty-request'],
    ['too many', '?limit=100000', 400, 'faulty-request'],
  ])('%s is refused', async (_, query, status, code) => {
    const answer = await server.send('GET', `/api/v1/notifications${query}`);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('is unavailable while ClickHouse is down; everything else works', async () => {
    server.history.kept = undefined;
    const answer = await server.send('GET', '/api/v1/notifications');
    expect([answer.status, answer.json]).toEqual([503, expect.objectContaining({ code: 'clickhouse-unavailable', retry: true })]); // prettier-ignore
    expect((await server.send('GET', '/readyz')).status).toBe(200);
  });
});

describe('sending a message again', () => {
  it('appends its whole record beside the first one, with the next number', async () => {
    keep();
    expect(await resend(kept.id)).toEqual({
      status: 200,
      id: kept.id,
      channel: { id: kept.channel, name: 'ops-chat' },
      title: kept.title,
      resend: 1,
    });
    const [again] = appended();
    expect(again).toMatchObject({ partition: 1, key: 'the key' });
    expect(again?.value).toEqual({ ...written(recorded({ ...kept, resend: 0 })), resend: 1 });
  });

  it('gives two concurrent requests the same number, and the notifier accepts a number once', async () => {
    keep({ resend: 4 });
    await Promise.all([resend(kept.id), resend(kept.id)]);
    expect(appended().map(({ value }) => value.resend)).toEqual([5, 5]);
  });

  it.each<[string, Partial<KeptNotification>, string, number, string | undefined]>([
    ['a failed one is sent again', { outcome: 'failed' }, '', 200, undefined],
    ['a delivered one is not', { outcome: 'delivered', delivered: true }, '', 409, 'not-undelivered'],
    ['a delivered one is, by force', { outcome: 'delivered', delivered: true }, '?force=true', 200, undefined], // prettier-ignore
    ['one mentioned in a newer message is not', { outcome: 'stale' }, '', 409, 'not-undelivered'],
    ['one that is still being attempted is not', { outcome: 'retrying' }, '', 409, 'under-way'],
    [
      'one that is still being attempted is not, even by force',
      { outcome: 'waiting' },
      '?force',
      409,
      'under-way',
    ],
    ['one that was not to be sent is not', { decision: 'withhold', outcome: 'withheld' }, '?force', 409, 'not-undelivered'], // prettier-ignore
    ['one without a Channel is not', { channel: kept.check }, '', 409, 'channel-missing'],
    ['one that Kafka has deleted is not', { offset: 7 }, '', 410, 'gone'],
    ['one whose offset now holds another record is not', { id: kept.alert }, '', 410, 'gone'],
  ])('%s', async (_, more, query, status, code) => {
    const { id } = keep(more);
    expect(await resend(id, query)).toMatchObject({ status, ...(code !== undefined && { code }) });
    expect(appended()).toHaveLength(status === 200 ? 1 : 0);
  });

  it('reports that there is no such message', async () => {
    expect(await resend(kept.id)).toMatchObject({ status: 404, code: 'not-found' });
  });
});

/** What remains of a value after encoding and decoding. */
function written(value: Notification): Notification {
  const decoded = codec.decode(codec.encode(value));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.value;
}
