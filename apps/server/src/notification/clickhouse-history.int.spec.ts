import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClickHouse, migrate, projections, type TableRow } from '@panto/clickhouse';
import type { Delivery, Notification } from '@panto/model';
import { ClickHouseHistory } from './clickhouse-history';

const url = process.env['PANTO_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const check = randomUUID();
const channel = randomUUID();
const now = Date.now();
const reason = {
  rule: 'slow',
  kind: 'MATCHED',
  field: 'f',
  value: 3.5,
  reference: null,
  operator: 'gt',
  operand: 2,
  text: 'f is 3.5, above 2',
} as const;
const sent: Notification = {
  id: randomUUID(),
  episode: randomUUID(),
  alert: randomUUID(),
  sequence: 2,
  check,
  target: randomUUID(),
  channel,
  route: randomUUID(),
  decision: 'send',
  reason: 'worsened',
  silence: randomUUID(),
  acknowledgedBy: 'jane',
  dependency: {
    target: randomUUID(),
    targetName: 'core-sw1 "left"',
    check: randomUUID(),
    checkName: 'ping',
    state: 'MISSING_DATA',
  },
  rule: 'any',
  kind: 'recurrence',
  status: 'firing',
  state: 'CRITICAL',
  told: 'WARNING',
  title: 'CRITICAL: checkout',
  text: 'two\nlines',
  checkName: 'checkout',
  targetName: 'web-1',
  labels: { team: 'shop' },
  reasons: [reason],
  opened: now - 5_000,
  duration: 5_000,
  timestamp: now,
  arrival: now,
  version: 4,
  resend: 0,
};
const clickhouse = new ClickHouse({ url, database: `spec_${randomUUID().replaceAll('-', '')}` });
const history = new ClickHouseHistory(clickhouse);
let offset = 0;

async function insert(rows: readonly TableRow[]): Promise<void> {
  for (const { table, row } of rows) await clickhouse.insert(table, [row], randomUUID());
}
/** Stores a message, its resends, and attempts: `resend attempt outcome reason`. */
async function keep(more: Partial<Notification>, resends: readonly number[], attempts: readonly string[]): Promise<string> {
  const id = randomUUID();
  for (const resend of resends) {
    const place = { partition: 3, offset: offset++, timestamp: now };
    await insert(projections.notifications({ ...sent, id, ...more, resend }, more.check ?? check, place));
  }
  for (const [i, text] of attempts.entries()) {
    const [resend = '', attempt = '', outcome = '', why = ''] = text.split(' ');
    const delivery: Delivery = {
      notification: id,
      episode: sent.episode,
      check,
      channel,
      channelVersion: 1,
      integration: 'webhook',
      resend: Number(resend),
      attempt: Number(attempt),
      outcome: outcome as Delivery['outcome'],
      reason: why as Delivery['reason'],
      detail: `detail ${i}`,
      reached: [],
      nextAttemptAt: outcome === 'retrying' ? now + 1_000 : null,
      timestamp: now + i,
      duration: 1,
    };
    await insert(projections.deliveries(delivery, check, { partition: 3, offset: offset++, timestamp: now }));
  }
  return id;
} // prettier-ignore

beforeAll(async () => {
  await migrate(clickhouse);
}, 60_000);
afterAll(async () => {
  await clickhouse.command(`DROP DATABASE IF EXISTS ${clickhouse.database}`);
  await clickhouse.close();
});

describe('the messages in ClickHouse', () => {
  it('contain everything the Notification says, and the position of its record', async () => {
    const id = await keep({}, [0], []);
    const { sequence: _, labels: __, arrival: ___, ...all } = sent;
    expect(await history.find(id)).toEqual({
      ...all,
      id,
      partition: 3,
      offset: offset - 1,
      outcome: 'waiting',
      attempts: 0,
      failure: 'none',
      detail: '',
      attemptedAt: 0,
      delivered: false,
    });
  });

  it.each<[string, Partial<Notification>, number[], string[], string, boolean]>([
    ['a message without an attempt is waiting', {}, [0], [], 'waiting 0 none 0 no', false],
    ['one being attempted', {}, [0], ['0 1 retrying network'], 'retrying 1 network 0 no', false],
    ['one that expired after attempts', {}, [0], ['0 1 retrying network', '0 2 expired network'], 'expired 2 network 0 no', true],
    ['one that failed at once', {}, [0], ['0 1 failed clientError'], 'failed 1 clientError 0 no', true],
    ['one that was given up without an attempt', {}, [0], ['0 0 expired overflow'], 'expired 0 overflow 0 no', true],
    ['one that arrived', {}, [0], ['0 1 retrying network', '0 2 delivered none'], 'delivered 2 none 0 yes', false],
    ['one that was superseded', {}, [0], ['0 0 stale none'], 'stale 0 none 0 no', false],
    ['one that was not to be sent', { decision: 'withhold', reason: 'noRoute', channel: null }, [0], [], 'withheld 0 none 0 no', false],
    ['one that was requested again is waiting', {}, [0, 1], ['0 1 failed clientError'], 'waiting 0 none 1 no', false],
    ['one that expired again', {}, [0, 1], ['0 7 expired network', '1 2 expired timeout'], 'expired 2 timeout 1 no', true],
    ['one that arrived when it was requested again', {}, [0, 1], ['0 7 expired network', '1 1 delivered none'], 'delivered 1 none 1 yes', false],
    ['one that arrived, and failed when it was requested by force', {}, [0, 1], ['0 1 delivered none', '1 1 failed clientError'], 'failed 1 clientError 1 yes', false],
    ['a resend whose attempts are stored before it', {}, [0], ['0 1 expired network', '1 1 failed refused'], 'failed 1 refused 1 no', true],
    ['one that was decided long ago', { arrival: now - 40 * 86_400_000, timestamp: now - 40 * 86_400_000 }, [0], ['0 1 failed clientError'], 'failed 1 clientError 0 no', false],
  ])('%s', async (_, more, resends, attempts, wanted, undelivered) => {
    const id = await keep(more, resends, attempts);
    const found = await history.find(id);
    expect(`${found?.outcome} ${found?.attempts} ${found?.failure} ${found?.resend} ${found?.delivered ? 'yes' : 'no'}`).toBe(wanted);
    const listed = await history.list({ undelivered: true, channel, since: now - 86_400_000, limit: 1_000 });
    expect(listed.some((one) => one.id === id)).toBe(undelivered);
  }); // prettier-ignore

  it('are listed once each, newest first, by Channel, up to a limit', async () => {
    const other = randomUUID();
    const older = await keep({ channel: other, timestamp: now - 10 }, [0, 1, 2], ['0 1 failed clientError']);
    const newer = await keep({ channel: other, timestamp: now - 5 }, [0], ['0 1 delivered none']);
    const list = async (limit: number) =>
      (await history.list({ undelivered: false, channel: other, since: now - 1_000, limit })).map(({ id }) => id);
    expect(await list(10)).toEqual([newer, older]);
    expect(await list(1)).toEqual([newer]);
  }); // prettier-ignore

  it('have no dependency if nothing was down', async () => {
    const id = await keep({ dependency: null }, [0], []);
    expect(await history.find(id)).toMatchObject({ dependency: null });
  });

  it('are listed by episode', async () => {
    const episode = randomUUID();
    const id = await keep({ episode }, [0], []);
    const list = await history.list({ undelivered: false, episode, since: now - 1_000, limit: 10 });
    expect(list.map((one) => one.id)).toEqual([id]);
  });

  it('are listed by Check, all or only withheld ones', async () => {
    const other = randomUUID();
    const sentOne = await keep({ check: other }, [0], []);
    const withheld = await keep({ check: other, decision: 'withhold', reason: 'silenced' }, [0], []);
    const list = async (more: { readonly withheld?: boolean }) =>
      (await history.list({ undelivered: false, check: other, since: now - 1_000, limit: 10, ...more })).map(({ id }) => id);
    expect(await list({})).toEqual([withheld, sentOne]);
    expect(await list({ withheld: true })).toEqual([withheld]);
  }); // prettier-ignore

  it('are empty if nothing is stored', async () => {
    expect(await history.find(randomUUID())).toBeUndefined();
  });
});
