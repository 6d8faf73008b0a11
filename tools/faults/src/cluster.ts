import {
  answers,
  Child,
  fetchDownloads,
  freePort,
  registryPart,
  registrySign,
  type Downloads,
  type Part,
} from '@panto/stack';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brokerSettings, log4j, type BrokerPorts } from './broker-settings';
import { openQuestions, type Questions } from './questions';

const run = promisify(execFile);

/** How a broker ends. */
export type BrokerEnd = 'stop' | 'kill';

/** Several local brokers with a schema registry on them, in their own folder; brokers can be taken down. */
export class Cluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'panto-faults-'));
  private readonly brokers = new Map<number, Child>();
  readonly folders = { logs: join(this.folder, 'logs'), run: join(this.folder, 'run') };
  private registry: Child | undefined;
  private registryPort = 0;
  private ports: readonly BrokerPorts[] = [];
  private downloads: Downloads | undefined;
  private opened: Questions | undefined;

  constructor(
    private readonly root: string,
    private readonly count: number,
  ) {
    for (const folder of Object.values(this.folders)) mkdirSync(folder, { recursive: true });
  }

  /** Addresses of all brokers. */
  get bootstrap(): string {
    return this.ports.map(({ client }) => `127.0.0.1:${client}`).join(',');
  }

  /** Base address of the registry. */
  get registryUrl(): string {
    return `http://127.0.0.1:${this.registryPort}/apis/ccompat/v7`;
  }

  /** Ids of the brokers. */
  get ids(): readonly number[] {
    return this.ports.map((_, at) => at + 1);
  }

  /** Queries to the cluster. */
  get questions(): Questions {
    if (this.opened === undefined) throw new Error('start the cluster first');
    return this.opened;
  }

  /** Starts everything. */
  async start(tell: (text: string) => void): Promise<void> {
    const cache = join(this.root, '.panto', 'cache');
    const pom = join(this.root, 'infra', 'stack', 'pom.xml');
    this.downloads = await fetchDownloads(pom, cache, tell);
    this.ports = await Promise.all(
      Array.from({ length: this.count }, async () => ({
        client: await freePort(),
        controller: await freePort(),
      })),
    );
    const cluster = randomBytes(16).toString('base64url');
    for (const id of this.ids) await this.format(id, cluster);
    for (const id of this.ids) this.spawn(id);
    for (const id of this.ids) await this.isUp(id);
    this.opened = await openQuestions(this.bootstrap);
    await this.startRegistry();
  }

  /** Takes a broker down: asks it to stop, or kills it. */
  async takeDown(id: number, how: BrokerEnd): Promise<void> {
    const child = this.brokers.get(id);
    if (child === undefined) throw new Error(`broker ${id} is not running`);
    if (how === 'kill') child.kill();
    await (how === 'stop' ? child.stop(30_000) : child.ended);
    this.brokers.delete(id);
  }

  /** Starts a broker again and waits until it answers. */
  async bringUp(id: number): Promise<void> {
    this.spawn(id);
    await this.isUp(id);
  }

  /** Ends everything and deletes the folder. */
  async stop(): Promise<void> {
    await this.opened?.close();
    this.registry?.kill();
    for (const child of this.brokers.values()) child.kill();
    await Promise.all([this.registry?.ended, ...[...this.brokers.values()].map(({ ended }) => ended)]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async format(id: number, cluster: string): Promise<void> {
    const folder = join(this.folder, `broker-${id}`);
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'server.properties'), brokerSettings(folder, id, this.ports));
    writeFileSync(join(folder, 'log4j2.properties'), log4j);
    const words = [
      'kafka.tools.StorageTool',
      'format',
      // As a single word: an id that begins with a dash would be taken for another option.
      `--cluster-id=${cluster}`,
      '-c',
      join(folder, 'server.properties'),
    ];
    await run('java', [...this.jvm(id), ...words], { timeout: 60_000 });
  }

  private jvm(id: number): readonly string[] {
    const logging = join(this.folder, `broker-${id}`, 'log4j2.properties');
    return ['-cp', join(this.downloads?.kafkaJars ?? '', '*'), `-Dlog4j2.configurationFile=${logging}`];
  }

  private spawn(id: number): void {
    const properties = join(this.folder, `broker-${id}`, 'server.properties');
    const heap = ['-Xms96m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    const part: Part = {
      name: `broker-${id}`,
      title: `broker ${id}`,
      kind: 'server',
      after: [],
      command: 'java',
      words: [...heap, ...this.jvm(id), 'kafka.Kafka', properties],
      environment: {},
      sign: undefined,
      address: undefined,
      startWithin: 0,
      stopWithin: 0,
    };
    this.brokers.set(id, this.child(part));
  }

  private async isUp(id: number): Promise<void> {
    const port = this.ports[id - 1]?.client ?? 0;
    for (const end = Date.now() + 120_000; !(await answers({ kind: 'kafka', port })); await sleep(200)) {
      if (Date.now() > end) throw new Error(`broker ${id} does not start: see ${this.folders.logs}`);
    }
  }

  private async startRegistry(): Promise<void> {
    this.registryPort = await freePort();
    const none = { kafka: 0, controller: 0, clickhouse: 0, server: 0 };
    const part = registryPart({
      root: this.root,
      dataDir: this.folder,
      ports: { ...none, registry: this.registryPort },
      addresses: { kafka: this.bootstrap, registry: this.registryUrl, clickhouse: '' },
      servers: ['registry'],
      downloads: this.downloads,
      apps: [],
      host: '127.0.0.1',
      topicPrefix: 'panto.',
      database: 'panto',
      tls: undefined,
      authorization: {},
    });
    this.registry = this.child(part);
    const sign = registrySign(this.registryPort);
    for (const end = Date.now() + 180_000; !(await answers(sign)); await sleep(300)) {
      if (Date.now() > end) throw new Error(`the registry does not start: see ${this.folders.logs}`);
    }
  }

  private child(part: Part): Child {
    return new Child(part, join(this.root, 'infra', 'stack', 'leash.sh'), this.folders);
  }
}
