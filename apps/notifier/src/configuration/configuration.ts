import type { Acknowledgement as AcknowledgementRecord, Check, Channel, Notification, Route as RouteRecord, Silence as SilenceRecord, Target } from '@panto/model'; // prettier-ignore
import { topicName, type SeverityOrder, type StateName } from '@panto/model';
import { dependenciesOf, firstDown, type Acknowledgement, type DependentTarget, type DownCheck, type Named, type Route, type Silence, type Surroundings } from '@panto/notify'; // prettier-ignore
import type { ValueCodec } from '@panto/pipeline';
import type { Log, Logger, LogRecord } from '@panto/streams';
import { ByTarget } from './by-target';
import type { ConfiguredChannel } from './configured-channel';
import type { ProblemDecoder } from './problem-codec';
import { Problems } from './problems';
import { readAcknowledgement } from './read-acknowledgement';
import { readChannel } from './read-channel';
import { readRoute } from './read-route';
import { readSilence } from './read-silence';
import { Table, type Values } from './table';

/** The codecs of the tables that the notifier reads. */
export interface ConfigurationCodecs {
  readonly checks: ValueCodec<Check>;
  readonly targets: ValueCodec<Target>;
  readonly channels: ValueCodec<Channel>;
  readonly routes: ValueCodec<RouteRecord>;
  readonly silences: ValueCodec<SilenceRecord>;
  readonly acknowledgements: ValueCodec<AcknowledgementRecord>;
  readonly problems: ProblemDecoder;
}

/** When a Target counts as down, and how long to wait to see whether one is. */
export interface DependencyRules {
  /** A Target is down while one of its Checks is in one of these States. */
  readonly states: readonly StateName[];
  /** How long Alerts of a Target with dependencies wait before they are decided, ms. */
  readonly wait: number;
  readonly severity: SeverityOrder;
}

/** Dependencies of reading the configuration. */
export interface ConfigurationOptions {
  readonly log: Log;
  readonly logger: Logger;
  readonly prefix: string;
  readonly codecs: ConfigurationCodecs;
  readonly dependencies: DependencyRules;
  readonly patience: number;
  readonly onFatal: (error: unknown) => void;
}

type ConfiguredTarget = Named & DependentTarget;
type ConfiguredCheck = Named & Pick<Check, 'target'>;

/**
 * The whole configuration, as every notifier holds it: Checks, Targets, Channels, Routes and Silences; the
 * acknowledgements; and, if Targets depend on others, which are down.
 */
export class Configuration {
  private readonly checks = new ByTarget<ConfiguredCheck>();
  private readonly targets = new Map<string, ConfiguredTarget>();
  private readonly channels = new Map<string, ConfiguredChannel>();
  private readonly routes = new Map<string, Route>();
  private readonly silences = new Map<string, Silence>();
  private readonly acknowledgements = new Map<string, Acknowledgement>();
  private readonly tables: readonly Table<unknown>[];
  private readonly problems: Problems;

  constructor(private readonly options: ConfigurationOptions) {
    const { codecs, log, logger, prefix, patience, onFatal } = options;
    this.problems = new Problems({
      log,
      topic: topicName(prefix, 'states'),
      patience,
      onFatal,
      prepare: (records) => codecs.problems.prepare(records.map(({ value }) => value)),
      read: (record) => readValue(codecs.problems, record, logger)?.state,
      states: options.dependencies.states,
    });
    this.tables = [
      this.table('config.checks', codecs.checks, this.checks, ({ target, ...check }) => ({ ...named(check), target })), // prettier-ignore
      this.table('config.targets', codecs.targets, this.targets, (target) => this.readTarget(target)),
      this.table('config.channels', codecs.channels, this.channels, readChannel),
      this.table('config.routes', codecs.routes, this.routes, readRoute),
      this.table('config.silences', codecs.silences, this.silences, readSilence),
      this.table('acknowledgements', codecs.acknowledgements, this.acknowledgements, readAcknowledgement),
    ];
  }

  /** Reads everything that exists. */
  async start(): Promise<void> {
    await Promise.all(this.tables.map((table) => table.start()));
    await this.problems.readToEnd();
  }

  /** Resolves once everything that exists now has been read. */
  async readToEnd(): Promise<void> {
    const { wanted } = this.problems;
    await Promise.all([...this.tables, this.problems].map((table) => table.readToEnd()));
    // The first Target with a dependency may have been read just now.
    if (this.problems.wanted !== wanted) await this.problems.readToEnd();
  }

  /** Stops reading. */
  async stop(): Promise<void> {
    await Promise.all([...this.tables, this.problems].map((table) => table.stop()));
  }

  /** A Channel by its UUID. */
  channelOf(id: string): ConfiguredChannel | undefined {
    return this.channels.get(id);
  }

  /** The configuration around an Alert, and the dependency that is down. Routes are in the order of their names. */
  surroundingsOf({ check, target }: Pick<Notification, 'check' | 'target'>): Surroundings {
    return {
      check: this.checks.get(check) ?? null,
      target: target === null ? null : (this.targets.get(target) ?? null),
      routes: [...this.routes.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      channels: [...this.channels.values()],
      silences: [...this.silences.values()],
      acknowledgement: this.acknowledgements.get(check) ?? null,
      ...this.dependencyOf(target),
    };
  }

  private dependencyOf(target: string | null): Pick<Surroundings, 'dependency' | 'dependencyWait'> {
    const { states, wait, severity } = this.options.dependencies;
    const own = target === null || states.length === 0 ? undefined : this.targets.get(target);
    const others = own === undefined ? [] : dependenciesOf(own, (id) => this.targets.get(id));
    // No waiting for Targets without Checks: nothing is known about them.
    const watched = others.some(({ id }) => this.checks.of(id).length > 0);
    return {
      dependency: firstDown(others, (id) => this.downChecksOf(id), severity) ?? null,
      dependencyWait: watched ? wait : 0,
    };
  }

  private downChecksOf(target: string): readonly DownCheck[] {
    return this.checks.of(target).flatMap(({ id, name }) => {
      const state = this.problems.of(id);
      return state === undefined ? [] : [{ id, name, state }];
    });
  }

  private readTarget({ dependsOn, ...target }: Target): ConfiguredTarget {
    if (dependsOn.length > 0 && this.options.dependencies.states.length > 0) this.problems.want();
    return { ...named(target), dependsOn };
  }

  private table<Wire, Value>(
    name: string,
    codec: ValueCodec<Wire>,
    values: Values<Value>,
    understand: (wire: Wire, record: LogRecord) => Value | undefined,
  ): Table<unknown> {
    const { log, logger, prefix, patience, onFatal } = this.options;
    return new Table<Value>({
      log,
      topic: topicName(prefix, name),
      values,
      patience,
      onFatal,
      prepare: (records) => codec.prepare(records.map(({ value }) => value)),
      read: (record) => {
        const wire = readValue(codec, record, logger);
        const value = wire && understand(wire, record);
        if (wire !== undefined && value === undefined) leaveOut(record, 'its spec cannot be used', logger);
        return value;
      },
    });
  }
}

/** The value of a record; undefined: it cannot be read. */
function readValue<Value>(
  codec: Pick<ValueCodec<Value>, 'decode'>,
  record: LogRecord,
  logger: Logger,
): Value | undefined {
  const decoded = codec.decode(record.value, record.headers);
  if (decoded.ok) return decoded.value;
  leaveOut(record, decoded.detail, logger);
  return undefined;
}

function leaveOut({ topic, key }: LogRecord, detail: string, logger: Logger): void {
  logger.warn({ topic, key: key?.toString('utf8') ?? null, detail }, 'a record is left out');
}

function named({ id, name, labels }: Named): Named {
  return { id, name, labels };
}
