import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, State } from '@panto/model';
import { z } from 'zod';
import {
  ClickHouse,
  migrate,
  migrations,
  projections,
  resourceRows,
  type Place,
  type TableRow,
} from './index';

const url = process.env['PANTO_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
// Arrivals must be recent: rows past their time to live are dropped.
const now = Date.now();
const at = (offset: number): Place => ({ partition: 1, offset, timestamp: now + offset });
const result: Result = {
  timestamp: 1_700_000_000_123,
  ints: { big: 2n ** 63n - 1n, small: -3, constructor: 1 },
  floats: { half: 0.5, none: NaN, much: Infinity, little: -Infinity },
  strings: { text: 'it\'s \\ "ü"\n' },
  bools: { yes: true, no: false },
  error: null,
  agent: 'edge-1',
};
const state: State = {
  check,
  target: null,
  state: 'CRITICAL',
  previous: 'OK',
  timestamp: 1_700_000_000_123,
  arrival: 1_700_000_000_500,
  since: 1_700_000_000_123,
  occurrences: 1,
  problemOccurrences: 1,
  reasons: [
    {
      rule: 'slow',
      kind: 'MATCHED',
      field: 'f',
      value: 3,
      reference: null,
      operator: 'gt',
      operand: 2,
      text: 'f is 3 > 2',
    },
  ],
  version: 1,
  late: false,
};

describe('ClickHouse', () => {
  const clickhouse = new ClickHouse({ url, database: `spec_${randomUUID().replaceAll('-', '')}` });
  const insert = async (rows: readonly TableRow[], token: string): Promise<void> => {
    for (const table of new Set(rows.map((row) => row.table))) {
      const of = rows.filter((row) => row.table === table).map(({ row }) => row);
      await clickhouse.insert(table, of, token);
    }
  };
  const ask = (statement: string) => clickhouse.query(statement, z.record(z.string(), z.unknown()));

  afterAll(async () => {
    await clickhouse.command(`DROP DATABASE IF EXISTS ${clickhouse.database}`);
    await clickhouse.close();
  });

  it('gets its tables once', async () => {
    expect(await migrate(clickhouse)).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(clickhouse)).toEqual([]);
  }, 30_000);

  it('has a comment on every column of every table', async () => {
    const bare = await ask(
      `SELECT table, name FROM system.columns
       WHERE database = currentDatabase() AND comment = '' AND table IN ('results', 'samples', 'states', 'alerts', 'notifications', 'deliveries', 'resources')`,
    );
    expect(bare).toEqual([]);
  });

  it('keeps every value of a Result', async () => {
    await insert(projections.results(result, check, at(0)), 'first');
    const [row] = await ask(
      `SELECT toString(timestamp) AS time, toString(ints['big']) AS big, ints['small'] AS small, ints['constructor'] AS odd,
         floats['half'] AS half, isNaN(floats['none']) AS none, floats['much'] = inf AS much, floats['little'] = -inf AS little,
         strings['text'] AS text, bools['yes'] AS yes, bools['no'] AS no, agent, error FROM results`,
    );
    expect(row).toMatchObject({
      time: '2023-11-14 22:13:20.123',
      big: '9223372036854775807',
      half: 0.5,
      none: 1,
      much: 1,
      little: 1,
      text: result.strings['text'],
      yes: true,
      no: false,
      agent: 'edge-1',
      error: null,
    });
    expect([String(row?.['small']), String(row?.['odd'])]).toEqual(['-3', '1']);
  });

  it('keeps a sample for every number and boolean', async () => {
    const rows = await ask('SELECT metric, kind FROM samples FINAL ORDER BY metric');
    expect(rows.map(({ metric, kind }) => `${String(metric)} ${String(kind)}`)).toEqual([
      'big int',
      'constructor int',
      'half float',
      'little float',
      'much float',
      'no bool',
      'none float',
      'small int',
      'yes bool',
    ]);
  });

  it('accepts the same insert once, and the same records in another insert as one row under FINAL', async () => {
    await insert(projections.results(result, check, at(0)), 'first');
    const plain = await ask('SELECT count() AS rows FROM results');
    await insert(projections.results(result, check, at(0)), 'second');
    const final = await ask('SELECT count() AS rows FROM results FINAL');
    expect([Number(plain[0]?.['rows']), Number(final[0]?.['rows'])]).toEqual([1, 1]);
  });

  it('keeps the first of two Results with the same timestamp, in whatever order they are inserted', async () => {
    const other = randomUUID();
    await insert(projections.results({ ...result, ints: { n: 2 } }, other, at(8)), 'late');
    await insert(projections.results({ ...result, ints: { n: 1 } }, other, at(7)), 'early');
    const rows = await ask(
      `SELECT toString(ints['n']) AS n FROM results FINAL WHERE check_id = '${other}'
       UNION ALL SELECT toString(value) AS n FROM samples FINAL WHERE check_id = '${other}' AND metric = 'n'`,
    );
    expect(rows).toEqual([{ n: '1' }, { n: '1' }]);
  });

  it('stores Alerts, Notifications and Deliveries', async () => {
    const ids = { id: randomUUID(), episode: randomUUID(), alert: randomUUID() };
    const common = {
      ...ids,
      check,
      target: null,
      rule: 'any-change',
      kind: 'change',
      state: 'CRITICAL',
    } as const;
    const times = { timestamp: state.timestamp, arrival: state.arrival, opened: state.timestamp };
    const alert = {
      ...common,
      ...times,
      problemSince: state.since,
      status: 'firing',
      sequence: 1,
      text: 'to CRITICAL',
      version: 1,
    } as const;
    await insert(projections.alerts({ ...alert, reasons: state.reasons, cause: state }, check, at(0)), 'a');
    const message = {
      channel: randomUUID(),
      route: null,
      decision: 'send',
      reason: 'first',
      told: null,
      silence: 's',
      acknowledgedBy: 'jane',
      dependency: { target: 't', targetName: 'core-sw1', check: 'c', checkName: 'ping', state: 'ERROR' },
    } as const;
    const words = { title: 't', text: 'x', checkName: 'c', targetName: null, labels: { team: 'shop' } };
    const notification = { ...alert, ...message, ...words, reasons: state.reasons, duration: 0, resend: 0 };
    await insert(projections.notifications(notification, check, at(0)), 'n');
    const delivery = {
      notification: ids.id,
      episode: ids.episode,
      check,
      channel: message.channel,
      channelVersion: 1,
      integration: 'email',
      attempt: 1,
      outcome: 'delivered',
      reason: 'none',
      detail: '250 ok',
      reached: [],
      nextAttemptAt: null,
      timestamp: state.timestamp,
      duration: 12,
      resend: 0,
    } as const;
    await insert(projections.deliveries(delivery, check, at(0)), 'd');
    const [row] = await ask(
      `SELECT (SELECT count() FROM alerts) AS alerts, (SELECT any(concat(labels['team'], ' ', silence, ' ', acknowledged_by, ' ', dependency, ' ', dependency_name, ' ', dependency_check, ' ', dependency_check_name, ' ', dependency_state)) FROM notifications) AS team,
         (SELECT any(outcome) FROM deliveries) AS outcome, (SELECT count() FROM episodes WHERE open) AS open,
         (SELECT count() FROM alerts WHERE problem_since = timestamp) AS begun`,
    );
    expect(row).toMatchObject({ team: 'shop s jane t core-sw1 c ping ERROR', outcome: 'delivered' });
    expect(['alerts', 'open', 'begun'].map((name) => Number(row?.[name]))).toEqual([1, 1, 1]);
    const [whole] = await ask(
      `SELECT kind, told, text, texts, JSONExtractString(reasons, 1, 'rule') AS rule, toUInt32(sequence) AS sequence,
         toUInt32(version) AS version, resend, opened = timestamp AS first FROM notifications`,
    );
    expect(whole).toEqual({ kind: 'change', told: null, text: 'x', texts: ['f is 3 > 2'], rule: 'slow', sequence: 1, version: 1, resend: 0, first: 1 }); // prettier-ignore
  });

  it('shows the present State of each Check, and changes as annotations', async () => {
    await insert(projections.states(state, check, at(0)), 's0');
    const better = {
      ...state,
      state: 'OK',
      previous: 'CRITICAL',
      arrival: state.arrival + 1,
      reasons: [],
    } as const;
    await insert(projections.states(better, check, at(1)), 's1');
    expect(await ask('SELECT state, previous FROM states_latest')).toEqual([
      { state: 'OK', previous: 'CRITICAL' },
    ]);
    const notes = await ask("SELECT text FROM annotations WHERE has(tags, 'CRITICAL') AND text LIKE 'OK%'");
    expect(notes).toEqual([{ text: 'OK -> CRITICAL: f is 3 > 2' }]);
  });

  it('knows the names of configured resources, and forgets deleted ones', async () => {
    const [id, target, gone] = [randomUUID(), randomUUID(), randomUUID()];
    const named = (name: string) => ({ name, labels: { team: 'shop' }, version: 1 });
    const checkRows = resourceRows('config.checks');
    await insert(resourceRows('config.targets')(named('web-1'), target, at(0)), 'r0');
    await insert(checkRows({ ...named('checkout'), target }, id, at(0)), 'r1');
    await insert(checkRows({ ...named('old'), target }, gone, at(0)), 'r2');
    for (const [n, about] of [id, gone].entries()) {
      await insert(projections.states({ ...state, check: about, target }, about, at(10)), `r3 ${n}`);
    }
    await insert(checkRows(undefined, gone, at(20)), 'r4');
    expect(await ask('SELECT name, target_name FROM checks')).toEqual([
      { name: 'checkout', target_name: 'web-1' },
    ]);
    expect(
      await ask(`SELECT check_name, target_name FROM states_latest WHERE check_id IN ('${id}', '${gone}')`),
    ).toEqual([{ check_name: 'checkout', target_name: 'web-1' }]);
  });

  it('lists unassigned Results, for adoption', async () => {
    const [unknown, gone, known] = [randomUUID(), randomUUID(), randomUUID()];
    const checkRows = resourceRows('config.checks');
    const named = { name: 'c', labels: {}, version: 1 };
    for (const id of [gone, known]) await insert(checkRows(named, id, at(0)), `u0 ${id}`);
    for (const id of [unknown, gone, known]) await insert(projections.results(result, id, at(1)), `u1 ${id}`);
    await insert(checkRows(undefined, gone, at(2)), 'u2');
    const listed = () =>
      ask(
        `SELECT toString(check_id) AS id, toUInt32(results) AS results, has(metrics, 'half') AS half FROM unassigned
         WHERE check_id IN ('${unknown}', '${gone}', '${known}')`,
      );
    expect(await listed()).toEqual([{ id: unknown, results: 1, half: 1 }]);
    await insert(projections.results({ ...result, timestamp: 5 }, gone, at(3)), 'u3');
    expect((await listed()).map(({ id }) => id).sort()).toEqual([unknown, gone].sort());
  });

  it('shows who was told what', async () => {
    const [told] = await ask('SELECT title, decision, why, outcome, detail FROM messages');
    expect(told).toEqual({
      title: 't',
      decision: 'send',
      why: 'first',
      outcome: 'delivered',
      detail: '250 ok',
    });
  });

  it('distinguishes messages that were superseded before any attempt from waiting ones', async () => {
    for (const [offset, id] of ['old', 'new'].entries()) {
      await clickhouse.command(
        `INSERT INTO notifications SELECT * REPLACE('${id}' AS id, ${offset + 1} AS _offset) FROM (SELECT * FROM notifications LIMIT 1)`,
      );
    }
    await clickhouse.command(
      `INSERT INTO deliveries SELECT * REPLACE('old' AS notification, 0 AS attempt, 'stale' AS outcome, 1 AS _offset) FROM deliveries`,
    );
    const told = await ask(
      `SELECT notification, attempt, outcome FROM messages WHERE notification IN ('old', 'new') ORDER BY outcome`,
    );
    expect(told).toEqual([
      { notification: 'old', attempt: 0, outcome: 'stale' },
      { notification: 'new', attempt: 0, outcome: 'waiting' },
    ]);
  });

  it('distinguishes the attempts of a resent message from those before', async () => {
    for (const [offset, [resend, outcome]] of [
      [0, 'expired'],
      [1, 'delivered'],
    ].entries()) {
      await clickhouse.command(
        `INSERT INTO notifications SELECT * REPLACE('again' AS id, ${resend} AS resend, ${offset + 10} AS _offset)
         FROM (SELECT * FROM notifications LIMIT 1)`,
      );
      await clickhouse.command(
        `INSERT INTO deliveries SELECT * REPLACE('again' AS notification, ${resend} AS resend, 1 AS attempt, '${outcome}' AS outcome, ${offset + 10} AS _offset)
         FROM (SELECT * FROM deliveries LIMIT 1)`,
      );
    }
    expect(
      await ask(`SELECT resend, outcome FROM messages WHERE notification = 'again' ORDER BY resend`),
    ).toEqual([
      { resend: 0, outcome: 'expired' },
      { resend: 1, outcome: 'delivered' },
    ]);
  });

  it('answers the questions of the README', async () => {
    const readme = readFileSync(join(process.cwd(), 'libs/clickhouse/README.md'), 'utf8');
    const questions = [...readme.matchAll(/```sql\n([^]*?)```/g)].map(([, statement = '']) => statement);
    expect(questions).toHaveLength(3);
    for (const question of questions) {
      const statement = question.replaceAll('panto.', '');
      await clickhouse.query(statement, z.record(z.string(), z.unknown()), {
        check: 'checkout',
        metric: 'half',
      });
    }
  });

  it('reports the kind of error', async () => {
    await expect(ask('SELECT nothing FROM nowhere')).rejects.toMatchObject({ code: 'clickhouse-refused' });
    await expect(
      clickhouse.insert('states', [{ check_id: 'no uuid', timestamp: 'never' }], 'bad'),
    ).rejects.toMatchObject({ code: 'bad-data', retry: false });
    const away = new ClickHouse({ url: 'http://127.0.0.1:9', database: 'x' });
    await expect(away.ping()).rejects.toMatchObject({ code: 'clickhouse-unavailable', retry: true });
    await away.close();
  });
});
