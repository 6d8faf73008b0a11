import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, Delivery, Notification, Result, State } from '@panto/model';
import { AppProcess } from '../harness/app-process';
import { addresses, TestStage } from '../harness/test-stage';
import { HttpReceiver, Mailbox, WatchedService } from './receivers';

/** The processes of the story, in the order in which they start. */
export const apps = [
  'server',
  'state-processor',
  'alert-processor',
  'notifier',
  'metrics-sink',
  'agent',
] as const;

/** The whole product around one monitored service. */
export class Story {
  readonly stage = new TestStage(2);
  readonly service = new WatchedService();
  readonly mailbox = new Mailbox();
  readonly hook = new HttpReceiver({ status: 200, body: {} });
  readonly pagerduty = new HttpReceiver({
    status: 202,
    body: { status: 'success', message: 'Event processed' },
  });
  readonly running = new Map<string, AppProcess>();
  readonly database = `story_${this.stage.prefix.replace(/\W/g, '')}`;
  private env: Record<string, string> = {};
  private folder = '';

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'panto-story-'));
    const port = await freePort();
    await this.stage.open();
    this.env = {
      PANTO_TOPIC_PREFIX: this.stage.prefix,
      PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka,
      PANTO_SCHEMA_REGISTRY_URL: addresses.registry,
      PANTO_CLICKHOUSE_URL: addresses.clickhouse,
      PANTO_CLICKHOUSE_DATABASE: this.database,
      PANTO_SERVER_PORT: String(port),
      PANTO_SERVER_URL: `http://127.0.0.1:${port}`,
      PANTO_AGENT_NAME: 'story-agent',
      PANTO_DATA_DIR: this.folder,
      PANTO_SMTP_URL: await this.mailbox.open(),
      PANTO_PAGERDUTY_URL: await this.pagerduty.open(),
      PANTO_METRICS_SINK_LINGER_MS: '200',
    };
    for (const name of apps) this.start(name);
    await Promise.all([...this.running.values()].map((app) => app.ready(120_000)));
    await this.apply(await this.service.start(), await this.hook.open());
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map((app) => app.end('SIGKILL')));
    await Promise.all([this.service.stop(), this.mailbox.close(), this.hook.close(), this.pagerduty.close()]);
    await this.stage.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  start(name: string): AppProcess {
    const app = new AppProcess(name, this.env);
    this.running.set(name, app);
    return app;
  }

  /** Kills a process without warning and restarts it. */
  async killAndStart(name: string): Promise<void> {
    await this.running.get(name)?.end('SIGKILL');
    this.start(name);
  }

  private async apply(url: string, hook: string): Promise<void> {
    const resources = `
kind: Target
metadata: { name: shop, labels: { team: shop } }
spec: { address: 127.0.0.1 }
---
kind: Check
metadata: { name: shop-http, labels: { service: shop } }
spec:
  target: shop
  agent: story-agent
  probe: http
  parameters: { url: "${url}" }
  interval: 1s
  missingAfter: 20s
  states:
    - name: answer
      type: threshold
      states:
        - { state: critical, conditions: [ { field: up, operator: eq, value: false, reason: "the shop does not answer" } ] }
        - { state: warning, conditions: [ { field: duration-seconds, operator: gt, value: 3 } ] }
  alerts:
    - { name: any-change, type: change }
---
{ kind: Channel, metadata: { name: mail }, spec: { type: email, to: [sre@example.com] } }
---
{ kind: Channel, metadata: { name: hook }, spec: { type: webhook, url: "${hook}/hook", format: generic } }
---
{ kind: Channel, metadata: { name: pager }, spec: { type: pagerduty, routingKey: 0123456789abcdef0123456789abcdef } }
---
{ kind: Route, metadata: { name: shop }, spec: { match: { labels: { team: shop } }, channels: [mail, hook, pager] } }
`;
    const answer = await fetch(`${this.env.PANTO_SERVER_URL}/api/v1/apply`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: resources,
    }).catch((error: unknown) => {
      throw new Error(`apply: ${String(error)}\n${this.running.get('server')?.log ?? ''}`);
    });
    if (!answer.ok) throw new Error(`apply: ${answer.status} ${await answer.text()}`);
  }

  /** Requests another send of a message that was delivered. */
  async resend(id: string): Promise<void> {
    const path = `/api/v1/notifications/${id}/resend?force=true`;
    const answer = await fetch(`${this.env.PANTO_SERVER_URL}${path}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`resend: ${answer.status} ${await answer.text()}`);
  }

  states = () => this.values<State>('states', 'state');
  alerts = () => this.values<Alert>('alerts', 'alert');
  notifications = () => this.values<Notification>('notifications', 'notification');
  deliveries = () => this.values<Delivery>('deliveries', 'delivery');

  /** The committed values of a topic, without ticks. */
  async values<Value>(topic: string, schema: string): Promise<Value[]> {
    const codec = await this.stage.codec<Value>(topic, schema);
    const records = (await this.stage.read(topic)).flat().filter(({ value }) => value !== null);
    await codec.prepare(records.map(({ value }) => value));
    return records.map(({ value }) => {
      const decoded = codec.decode(value);
      if (!decoded.ok) throw new Error(`${topic}: ${decoded.reason} ${decoded.detail}`);
      return decoded.value;
    });
  }

  /** Waits until the Check has a State. */
  async until(state: State['state']): Promise<void> {
    await eventually(`the State ${state}`, async () => (await this.states()).at(-1)?.state === state);
  }

  /** Number of results; one that an Agent delivered twice counts once. */
  async distinctResults(): Promise<number> {
    const results = await this.values<Result>('results', 'result');
    return new Set(results.map(({ timestamp }) => timestamp)).size;
  }

  /** A query to ClickHouse: rows of JSON. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const url = `${addresses.clickhouse}/?database=${this.database}`;
    const answer = await fetch(url, { method: 'POST', body: `${sql} FORMAT JSONEachRow` });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
  }
}

/** Waits until a condition holds; fails after a minute and a half. */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(200)) if (await isSo()) return;
  throw new Error(`${what} does not come`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
