import { secret, setting, type Settings } from '@panto/service';
import { z } from 'zod';
import type { ClickHouseAddress } from './clickhouse';

/** The settings of every process that uses ClickHouse. */
export const clickhouseSettings = {
  clickhouseUrl: setting(
    'PANTO_CLICKHOUSE_URL',
    z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8123'),
    "Address of ClickHouse's HTTP interface.",
  ),
  clickhouseDatabase: setting(
    'PANTO_CLICKHOUSE_DATABASE',
    z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'must be a plain name')
      .default('panto'),
    'Database that holds the tables of Panto.',
  ),
  clickhouseUsername: setting(
    'PANTO_CLICKHOUSE_USERNAME',
    z.string().default('default'),
    'User of ClickHouse.',
  ),
  clickhousePassword: secret(
    'PANTO_CLICKHOUSE_PASSWORD',
    z.string().optional(),
    'Password of the user of ClickHouse.',
  ),
};

/** The address of ClickHouse, from the settings. */
export function clickhouseAddress(settings: Settings<typeof clickhouseSettings>): ClickHouseAddress {
  return {
    url: settings.clickhouseUrl,
    database: settings.clickhouseDatabase,
    username: settings.clickhouseUsername,
    password: settings.clickhousePassword,
  };
}
