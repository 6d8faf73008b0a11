import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { engineIsLikely, startContainers, type Containers } from './containers';
import { clearDataFolder, openDataFolder } from './data-folder';
import { applyDemo } from './demo/demo';
import { lookAtGiven } from './given';
import { layOut } from './layout/lay-out';
import { lockFolder } from './lock';
import { makePlan } from './make-plan';
import type { Part, Sign } from './part';
import { prepareKafka } from './parts/kafka';
import { addressVariables, serverNames, type Plan, type ServerName } from './parts/plan';
import { registrySign } from './parts/registry';
import { partsOf } from './parts/table';
import { lookForJava } from './prerequisites';
import { endLeftovers } from './process/leftovers';
import { Supervisor } from './process/supervisor';
import { answers } from './sign';
import { StackFault } from './stack-fault';
import type { StackSettings } from './stack-settings';
import { crashLine, upLine } from './terminal';

/** Options of a start. */
export interface StackOptions {
  readonly reset: boolean;
  readonly apps: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly tell: (text: string) => void;
}

/** A log longer than this is moved aside at the next start, bytes. */
const longLog = 16 << 20;

/** The local stack: everything that `npm start` runs. */
export class Stack {
  private readonly folders: { readonly logs: string; readonly run: string };
  private readonly supervisor: Supervisor;
  private readonly leash: string;
  private containers: Containers | undefined;
  private unlock: () => void = () => undefined;

  constructor(
    private readonly settings: StackSettings,
    private readonly options: StackOptions,
  ) {
    const { dataDir, root } = settings;
    this.folders = { logs: join(dataDir, 'logs'), run: join(dataDir, 'run') };
    this.leash = join(root, 'infra', 'stack', 'leash.sh');
    this.supervisor = new Supervisor(this.leash, this.folders, {
      up: (part, seconds) => options.tell(upLine(part, seconds)),
      late: (part) =>
        options.tell(`  ${part.title} is not ready yet; log: ${this.folders.logs}/${part.name}.log`),
      crashed: (part, ending, again) => options.tell(crashLine(part, ending, again, this.folders.logs)),
      gaveUp: (part, restarts) =>
        options.tell(
          `  ${part.title} ended ${restarts + 1} times in a row and is given up; log: ${this.folders.logs}/${part.name}.log`,
        ),
    });
  }

  /** Brings everything up; returns the plan, or undefined if it was told to stop meanwhile. */
  async start(): Promise<Plan | undefined> {
    const { settings, options } = this;
    await openDataFolder(settings.dataDir);
    mkdirSync(this.folders.run, { recursive: true });
    this.unlock = await lockFolder(this.folders.run, settings.dataDir);
    await endLeftovers(this.folders.run, this.leash);
    await lookAtGiven(settings.given);
    if (options.reset) await clearDataFolder(settings.dataDir);
    for (const folder of [this.folders.logs, this.folders.run]) mkdirSync(folder, { recursive: true });
    const inContainers = await this.needsContainers();
    const plan = await makePlan(settings, options.environment, options.apps, inContainers, (text) =>
      options.tell(`  ${text}`),
    );
    if (inContainers) await this.startContainers(plan);
    if (plan.servers.includes('kafka')) await prepareKafka(plan);
    const parts = partsOf(plan);
    for (const part of parts) this.rotateLog(part);
    const servers = parts.filter((part) => part.kind === 'server');
    if (!(await this.supervisor.start(servers))) return undefined;
    if (!options.apps) return plan;
    await this.layOut(plan);
    if (!(await this.supervisor.start(parts.filter((part) => part.kind === 'app')))) return undefined;
    return plan;
  }

  /** Whether the servers run in containers: as configured, or if there is no Java but a container engine. */
  private async needsContainers(): Promise<boolean> {
    const { way } = this.settings;
    const onJvm = this.missing().some((name) => name !== 'clickhouse');
    if (way === 'docker') return this.missing().length > 0;
    const fault = onJvm ? await lookForJava() : undefined;
    if (fault === undefined) return false;
    if (way === 'auto' && engineIsLikely(this.options.environment)) return true;
    throw new StackFault(fault);
  }

  private missing(): readonly ServerName[] {
    return serverNames.filter((name) => this.settings.given[name] === undefined);
  }

  private async startContainers({ root, dataDir, ports, addresses }: Plan): Promise<void> {
    this.options.tell(`  starting ${this.missing().join(', ')} in containers`);
    this.containers = await startContainers(root, dataDir, ports, this.missing());
    const deadline = Date.now() + 180_000;
    for (const sign of signsOf(addresses, ports, this.missing())) {
      while (!(await answers(sign)) && Date.now() < deadline) await pause(250);
    }
  }

  /** Sets up the first resources unless that has been done; the stack is up meanwhile. */
  async setUp(plan: Plan): Promise<void> {
    const told = await applyDemo(plan, () => this.supervisor.isStopping);
    if (told !== undefined) this.options.tell(`  ${told}`);
  }

  /** Stops everything in order. */
  async stop(): Promise<void> {
    await this.supervisor.stop();
    await this.containers?.stop();
    this.unlock();
  }

  /** Ends everything at once. */
  kill(): void {
    this.supervisor.kill();
    this.unlock();
  }

  private async layOut(plan: Plan): Promise<void> {
    const made = await layOut(plan.addresses, this.settings, this.options.environment);
    if (made.length > 0) this.options.tell(`  created ${made.length} topics`);
  }

  private rotateLog(part: Part): void {
    const log = join(this.folders.logs, `${part.name}.log`);
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > longLog) renameSync(log, `${log}.1`);
  }
}

const signsOf = (
  addresses: Plan['addresses'],
  ports: Plan['ports'],
  own: readonly ServerName[],
): readonly Sign[] => [
  { kind: 'kafka', port: ports.kafka },
  own.includes('registry')
    ? registrySign(ports.registry)
    : { kind: 'http', url: `${addresses.registry}/subjects` },
  { kind: 'http', url: `${addresses.clickhouse}/ping` },
];

/** The environment with which tests and scripts use a stack. */
export const environmentOf = (plan: Plan): Readonly<Record<string, string>> =>
  addressVariables(plan.addresses);
