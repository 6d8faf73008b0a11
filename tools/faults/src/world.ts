import { setTimeout as sleep } from 'node:timers/promises';
import { TestStage, type Site } from '../../src/harness/test-stage';
import type { Cluster } from './cluster';
import { Processor } from './processor';
import { openQuestions, type Questions } from './questions';
import { pick, randomness } from './randomness';
import { RegistryProxy } from './registry-proxy';
import { WireProxy } from './wire-proxy';
import { usualWorkload, Workload, type WorkloadOptions } from './workload';

/** The two stages. */
export const apps = ['state-processor', 'alert-processor'] as const;

/** What a world is made from. */
export interface WorldOptions {
  readonly root: string;
  readonly site: Site;
  readonly cluster: Cluster | undefined;
  readonly seed: number;
  readonly program: 'app' | 'stage';
  readonly partitions?: number;
  readonly workload?: Partial<WorkloadOptions>;
  readonly tell: (text: string) => void;
}

/** How long everything may take to work again after a fault, ms: longer than a session, a transaction and a retry. */
const settleWithin = 180_000;
/** How long a process that ended on its own stays away: a supervisor takes a moment to restart it, ms. */
const away = 1_000;

/** A run of the pipeline under its own prefix, with everything that faults are applied to. */
export class World {
  readonly stage: TestStage;
  readonly workload: Workload;
  readonly wire: WireProxy;
  readonly registry: RegistryProxy;
  readonly random: () => number;
  /** Unrequested: processes that ended on their own and were restarted. */
  readonly ownEnds: string[] = [];
  readonly alarms: string[] = [];
  private readonly processors = new Map<string, Processor>();
  /** Processes that ended on their own and come back in a moment. */
  private readonly absent = new Map<string, NodeJS.Timeout>();
  private readonly extras = new Map<string, Readonly<Record<string, string>>>();
  private env: Readonly<Record<string, string>> = {};
  private tending: NodeJS.Timeout | undefined;
  private asking: Questions | undefined;

  constructor(readonly options: WorldOptions) {
    const { site, seed, partitions = 4, workload } = options;
    this.random = randomness(seed);
    this.stage = new TestStage(partitions, site);
    this.workload = new Workload(this.stage, randomness(seed + 1), { ...usualWorkload, ...workload });
    this.wire = new WireProxy(randomness(seed + 2));
    this.registry = new RegistryProxy(site.registry);
  }

  /** Creates topics, Checks, proxies and one process of each stage, and waits until all work. */
  async open(): Promise<void> {
    const { site } = this.options;
    await this.stage.open();
    this.asking = await openQuestions(site.kafka);
    const ways = await this.wire.open([...(await this.asking.brokers()).values()]);
    this.env = {
      PANTO_TOPIC_PREFIX: this.stage.prefix,
      PANTO_KAFKA_BOOTSTRAP_SERVERS: site.kafka,
      PANTO_SCHEMA_REGISTRY_URL: await this.registry.open(),
      PANTO_TASKS: String(this.stage.partitions),
      PANTO_LOG_LEVEL: 'info',
      PANTO_FAULTS_WAYS: JSON.stringify(Object.fromEntries(ways)),
    };
    await this.workload.configure();
    for (const app of apps) this.start(`${app} 1`);
    this.tending = setInterval(() => this.tend(), 500);
    await this.settle();
    this.workload.start();
  }

  /** Ends everything that is left. */
  async close(): Promise<void> {
    clearInterval(this.tending);
    for (const timer of this.absent.values()) clearTimeout(timer);
    await Promise.all([...this.processors.values()].map((processor) => processor.end('SIGKILL')));
    this.wire.close();
    this.registry.close();
    await this.asking?.close();
    await this.stage.close();
  }

  /** Queries to the brokers. */
  get questions(): Questions {
    if (this.asking === undefined) throw new Error('open the world first');
    return this.asking;
  }

  /** The cluster, for faults that need a dedicated one. */
  get cluster(): Cluster {
    if (this.options.cluster === undefined) throw new Error('this fault needs dedicated brokers');
    return this.options.cluster;
  }

  /** Names of the processes that should run: a stage and a number. */
  get slots(): readonly string[] {
    return [...this.processors.keys(), ...this.absent.keys()];
  }

  /** A random process. */
  pickSlot(): string {
    return pick(this.random, this.slots);
  }

  /** The process of a slot; one that has just ended on its own is restarted at once. */
  processor(slot: string): Processor {
    return this.processors.get(slot) ?? this.start(slot);
  }

  /** Starts a process; `extra` is added to its environment, also after a restart. */
  start(slot: string, extra: Readonly<Record<string, string>> = this.extras.get(slot) ?? {}): Processor {
    const app = slot.split(' ')[0] ?? slot;
    const own = this.options.program === 'app';
    const signs = `PANTO_${app.toUpperCase().replaceAll('-', '_')}_HTTP_PORT`;
    const program = {
      script: own ? `apps/${app}/main.js` : 'tools/faults/stage-process.js',
      env: { ...this.env, [signs]: '0', PANTO_FAULTS_STAGE: app, ...extra },
    };
    const processor = new Processor(slot, this.options.root, program, this.options.cluster?.folders.logs);
    this.forgetAbsence(slot);
    this.extras.set(slot, extra);
    this.processors.set(slot, processor);
    return processor;
  }

  /** Ends the process of a slot; it is not restarted before `start`. */
  async end(slot: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const processor = this.processors.get(slot);
    this.forgetAbsence(slot);
    if (processor === undefined) return;
    this.processors.delete(slot);
    await processor.end(signal);
    this.alarms.push(...processor.alarms);
  }

  /** Ends a process and starts another in its place. */
  async replace(
    slot: string,
    signal: 'SIGTERM' | 'SIGKILL',
    pause = 0,
    extra?: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.end(slot, signal);
    await sleep(pause);
    this.start(slot, extra);
  }

  /** Waits until every process reports that it processes all it has, and time passes in all partitions. */
  async settle(within = settleWithin): Promise<void> {
    const end = Date.now() + within;
    for (; ; await sleep(250)) {
      const ready = await Promise.all([...this.processors.values()].map((processor) => processor.isReady()));
      if (this.absent.size === 0 && ready.length > 0 && ready.every(Boolean)) break;
      if (Date.now() > end) throw new Error(`not ready after ${within} ms:\n${this.lastLines()}`);
    }
    await this.passed(Date.now(), end);
  }

  /** Resolves when every partition of each topic has a tick of this time or later: everything before it is handled. */
  async passed(time: number, deadline = Date.now() + settleWithin): Promise<void> {
    for (const topic of ['results', 'states', 'alerts']) {
      while (!(await this.hasPassed(topic, time))) {
        if (Date.now() > deadline) throw new Error(`time does not pass in ${topic}:\n${this.lastLines()}`);
        await sleep(300);
      }
    }
  }

  /** The last lines of all processes. */
  lastLines(): string {
    return [...this.processors.values()]
      .flatMap(({ slot, log }) => log.slice(-12).map((line) => `${slot}: ${line.slice(0, 400)}`))
      .join('\n');
  }

  private async hasPassed(topic: string, time: number): Promise<boolean> {
    const lists = await this.stage.read(topic);
    return lists.every((list) => {
      const tick = list.findLast(({ key, value }) => value === null && key?.toString() === 'tick');
      return tick !== undefined && tick.timestamp >= time;
    });
  }

  /** Restarts what ended on its own, as a supervisor would. */
  private tend(): void {
    for (const [slot, processor] of this.processors) {
      const how = processor.ownEnd;
      if (how === undefined) continue;
      this.processors.delete(slot);
      this.alarms.push(...processor.alarms);
      const why = processor.log.findLast((line) => /"level":(60|"fatal")|fatal|gives up/.test(line)) ?? '';
      this.ownEnds.push(`${slot}: ${how} ${why.slice(0, 300)}`);
      this.absent.set(
        slot,
        setTimeout(() => this.start(slot), away),
      );
    }
  }

  private forgetAbsence(slot: string): void {
    clearTimeout(this.absent.get(slot));
    this.absent.delete(slot);
  }
}
