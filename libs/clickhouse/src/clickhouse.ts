import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { z } from 'zod';
import { clickhouseError } from './clickhouse-error';
import type { Row } from './row';

/** Address of ClickHouse, and our credentials. */
export interface ClickHouseAddress {
  readonly url: string;
  readonly database: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Timeout of a request, ms. */
  readonly timeout?: number;
}

const defaultTimeout = 30_000;

/** ClickHouse over HTTP. Every request has a timeout; every failure is a ClickHouseError. */
export class ClickHouse {
  private readonly client: ClickHouseClient;

  constructor(private readonly address: ClickHouseAddress) {
    this.client = this.connect(address.database);
  }

  /** Name of the database. */
  get database(): string {
    return this.address.database;
  }

  /** Creates the database if it does not exist. */
  async createDatabase(): Promise<void> {
    const client = this.connect('default');
    try {
      await said('creating the database', () =>
        client.command({ query: `CREATE DATABASE IF NOT EXISTS ${this.address.database}` }),
      );
    } finally {
      await client.close();
    }
  }

  /** Runs a statement that returns no rows. */
  async command(statement: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await said('running a statement', () =>
      this.client.command({ query: statement, query_params: { ...parameters } }),
    );
  }

  /** The rows of a query, each checked by `schema`; parameters are `{name:Type}` in the text. */
  async query<Schema extends z.ZodType>(
    statement: string,
    schema: Schema,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly z.output<Schema>[]> {
    const rows = await said('running a query', async () => {
      const result = await this.client.query({
        query: statement,
        format: 'JSONEachRow',
        query_params: { ...parameters },
      });
      return result.json();
    });
    return rows.map((row) => schema.parse(row));
  }

  /** Inserts rows; within the table's deduplication window, the same token inserts only once. */
  async insert(table: string, rows: readonly Row[], token: string): Promise<void> {
    if (rows.length === 0) return;
    await said(`inserting ${rows.length} rows into ${table}`, () =>
      this.client.insert({
        table,
        values: [...rows],
        format: 'JSONEachRow',
        clickhouse_settings: { insert_deduplication_token: token, async_insert: 0 },
      }),
    );
  }

  /** Throws if ClickHouse does not respond. */
  async ping(): Promise<void> {
    await said('checking the connection', async () => {
      const answer = await this.client.ping();
      if (!answer.success) throw answer.error;
    });
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.client.close();
  }

  private connect(database: string): ClickHouseClient {
    const { url, username, password, timeout } = this.address;
    return createClient({
      url,
      database,
      application: 'panto',
      // Every error is thrown; whoever catches it decides what to log.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: timeout ?? defaultTimeout,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    });
  }
}

async function said<Outcome>(what: string, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    throw clickhouseError(what, error);
  }
}
