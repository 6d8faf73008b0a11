import { localCodec, schemaNamed } from '@panto/avro';
import { ClickHouseError } from '@panto/clickhouse';
import { catalogue, topicName } from '@panto/model';
import { createLogger, Meters, readSettings, Signs } from '@panto/service';
import { MemoryBroker, MemoryLog } from '@panto/streams';
import type { UnassignedResults } from './adoption/unassigned-results';
import { ApiServer } from './api-server';
import { compose } from './compose';
import type { KeptNotification, NotificationHistory } from './notification/notification-history';
import { serverSettings } from './settings';

/** The message history as a list, for specs; undefined: unavailable. */
class ListHistory implements NotificationHistory {
  kept: readonly KeptNotification[] | undefined = [];

  list(filter: Parameters<NotificationHistory['list']>[0]) {
    const { undelivered, withheld = false, since, limit } = filter;
    const named = ['check', 'channel', 'episode'] as const;
    const wanted = (one: KeptNotification): boolean =>
      one.timestamp >= since &&
      (!withheld || one.decision !== 'send') &&
      named.every((name) => filter[name] === undefined || one[name] === filter[name]) &&
      (!undelivered || (!one.delivered && ['failed', 'expired'].includes(one.outcome)));
    return this.answer((kept) => kept.filter(wanted).slice(0, limit));
  }

  find(id: string) {
    return this.answer((kept) => kept.find((one) => one.id === id));
  }

  private answer<Answer>(of: (kept: readonly KeptNotification[]) => Answer): Promise<Answer> {
    if (this.kept !== undefined) return Promise.resolve(of(this.kept));
    return Promise.reject(new ClickHouseError('clickhouse-unavailable', true, 'running a query: away'));
  }
}

/** A Server for specs: the whole composition over an in-memory log, on a free port. */
export class TestServer {
  private constructor(
    readonly broker: MemoryBroker,
    /** Address of the API. */
    readonly url: string,
    readonly history: ListHistory,
    /** Stored Results of Checks that are not configured. */
    readonly unassigned: UnassignedResults[],
    private readonly stops: readonly (() => Promise<void>)[],
  ) {}

  /** Starts one; several on the same broker are redundant Servers. */
  static async start(
    broker = new MemoryBroker(),
    env: Readonly<Record<string, string>> = {},
  ): Promise<TestServer> {
    for (const { name, partitions } of catalogue) {
      broker.create(topicName('t.', name), partitions === 'one' ? 1 : 2);
    }
    const settings = readSettings(serverSettings, {
      PANTO_TOPIC_PREFIX: 't.',
      PANTO_SERVER_PORT: '0',
      ...env,
    });
    const meters = new Meters('server');
    const shell = { log: createLogger('server', 'silent'), meters, signs: new Signs(meters) };
    const openCodec = <Value>(_topic: string, schema: string) =>
      Promise.resolve(localCodec<Value>(schemaNamed(schema)));
    const history = new ListHistory();
    const unassigned: UnassignedResults[] = [];
    const { runner, resources = [] } = compose(settings, shell, {
      log: new MemoryLog(broker),
      openCodec,
      history,
      unassigned: {
        list: (since, limit) =>
          Promise.resolve(unassigned.filter(({ last }) => last >= since).slice(0, limit)),
      },
    });
    for (const resource of resources) await resource.start?.();
    await runner.start();
    if (!(runner instanceof ApiServer)) throw new Error('the runner is not the API');
    const server = new TestServer(broker, `http://127.0.0.1:${runner.port}`, history, unassigned, [
      () => runner.stop(),
      ...[...resources].reverse().map((resource) => async () => resource.stop?.()),
    ]);
    await server.ready();
    return server;
  }

  /** Stops it. */
  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  /** Sends a request; returns the response with its body as text, and as JSON if it is. */
  async send(method: string, path: string, body?: string, type = 'application/yaml', headers = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const json: unknown = /json/.test(response.headers.get('content-type') ?? '')
      ? JSON.parse(text)
      : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }

  private async ready(): Promise<void> {
    while ((await this.send('GET', '/readyz')).status !== 200)
      await new Promise((again) => setTimeout(again, 5));
  }
}
