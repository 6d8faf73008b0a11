import { z } from 'zod';
import type { ClickHouse } from './clickhouse';
import type { Migration } from './migration';
import { migrations } from './migrations';

const ledger = `CREATE TABLE IF NOT EXISTS migrations (
  name String COMMENT 'Name of the migration',
  applied DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When it was applied'
) ENGINE = ReplacingMergeTree ORDER BY name COMMENT 'Changes of the tables that were applied'`;

/** Creates the database and applies pending migrations in order; returns their names. */
export async function migrate(
  clickhouse: ClickHouse,
  wanted: readonly Migration[] = migrations,
): Promise<readonly string[]> {
  await clickhouse.createDatabase();
  await clickhouse.command(ledger);
  const rows = await clickhouse.query('SELECT name FROM migrations', z.object({ name: z.string() }));
  const applied = new Set(rows.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !applied.has(name));
  for (const { name, statements } of missing) {
    for (const statement of statements) await clickhouse.command(statement);
    await clickhouse.insert('migrations', [{ name }], `migration ${name}`);
  }
  return missing.map(({ name }) => name);
}
