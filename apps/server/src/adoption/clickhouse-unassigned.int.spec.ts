import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClickHouse, migrate, projections, resourceRows, type TableRow } from '@panto/clickhouse';
import { randomUUID } from 'node:crypto';
import { ClickHouseUnassigned } from './clickhouse-unassigned';

const url = process.env['PANTO_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const clickhouse = new ClickHouse({ url, database: `spec_${randomUUID().replaceAll('-', '')}` });
const unassigned = new ClickHouseUnassigned(clickhouse);
const now = Date.now();
const [strange, silent, known, gone] = ['strange', 'silent', 'known', 'gone'].map(() => randomUUID());
let offset = 0;

const placed = (age: number) => ({ partition: 1, offset: offset++, timestamp: now - age });

async function insert(rows: readonly TableRow[]): Promise<void> {
  for (const { table, row } of rows) await clickhouse.insert(table, [row], randomUUID());
}

/** Stores Results of a Check with these ages in ms. */
async function results(check = '', ages: readonly number[]): Promise<void> {
  for (const age of ages) {
    const value = { timestamp: now - age, error: null, agent: null, ints: { n: 1 }, floats: { seconds: 0.5 }, strings: {}, bools: { up: true } }; // prettier-ignore
    await insert(projections.results(value, check, placed(age)));
  }
}

beforeAll(async () => {
  await migrate(clickhouse);
  const checks = resourceRows('config.checks');
  const named = { name: 'c', labels: {}, version: 1 };
  for (const check of [known, gone]) await insert(checks(named, check ?? '', placed(9_000)));
  await insert(checks(undefined, gone ?? '', placed(5_000)));
  await results(strange, [3_000, 2_000, 1_000]);
  await results(silent, [7_200_000]);
  await results(known, [1_500]);
  await results(gone, [8_000, 500]);
}, 60_000);
afterAll(async () => {
  await clickhouse.command(`DROP DATABASE IF EXISTS ${clickhouse.database}`).catch(() => undefined);
  await clickhouse.close();
});

test('Results of Checks that are unknown, or were deleted before they arrived, are listed, most recently heard first', async () => {
  expect(await unassigned.list(now - 3_600_000, 10)).toEqual([
    { check: gone, results: 1, first: now - 500, last: now - 500, metrics: ['n', 'seconds', 'up'] },
    { check: strange, results: 3, first: now - 3_000, last: now - 1_000, metrics: ['n', 'seconds', 'up'] },
  ]);
});

test('Results from before the requested time are not listed, and no more than requested', async () => {
  const checks = async (since: number, limit: number) =>
    (await unassigned.list(since, limit)).map(({ check }) => check);
  expect(await checks(now - 86_400_000, 10)).toEqual([gone, strange, silent]);
  expect(await checks(now - 86_400_000, 1)).toEqual([gone]);
});
