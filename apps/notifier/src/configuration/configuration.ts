import type { Acknowledgement as AcknowledgementRecord, Check, Channel, Notification, Route as RouteRecord, Silence as SilenceRecord, Target } from '@panto/model'; // prettier-ignore
import { topicName } from '@panto/model';
import type { Acknowledgement, Named, Route, Silence, Surroundings } from '@panto/notify';
import type { ValueCodec } from '@panto/pipeline';
import type { Log, Logger, LogRecord } from '@panto/streams';
import type { ConfiguredChannel } from './configured-channel';
import { readAcknowledgement } from './read-acknowledgement';
import { readChannel } from './read-channel';
import { readRoute } from './read-route';
import { readSilence } from './read-silence';
import { Table } from './table';

/** The codecs of the tables that the notifier reads. */
export interface ConfigurationCodecs {
  readonly checks: ValueCodec<Check>;
  readonly targets: ValueCodec<Target>;
  readonly channels: ValueCodec<Channel>;
  readonly routes: ValueCodec<RouteRecord>;
  readonly silences: ValueCodec<SilenceRecord>;
  readonly acknowledgements: ValueCodec<AcknowledgementRecord>;
}

/** What reading the configuration needs. */
export interface ConfigurationOptions {
  readonly log: Log;
  readonly logger: Logger;
  readonly prefix: string;
  readonly codecs: ConfigurationCodecs;
  readonly patience: number;
  readonly onFatal: (error: unknown) => void;
}

/**
 * What is configured, all of it, as every notifier has it: Checks, Targets, Channels, Routes and Silences; and what is
 * acknowledged.
 */
export class Configuration {
  private readonly checks: Table<Named>;
  private readonly targets: Table<Named>;
  private readonly channels: Table<ConfiguredChannel>;
  private readonly routes: Table<Route>;
  private readonly silences: Table<Silence>;
  private readonly acknowledgements: Table<Acknowledgement>;

  constructor(private readonly options: ConfigurationOptions) {
    const { codecs } = options;
    this.checks = this.table('config.checks', codecs.checks, named);
    this.targets = this.table('config.targets', codecs.targets, named);
    this.channels = this.table('config.channels', codecs.channels, readChannel);
    this.routes = this.table('config.routes', codecs.routes, readRoute);
    this.silences = this.table('config.silences', codecs.silences, readSilence);
    this.acknowledgements = this.table('acknowledgements', codecs.acknowledgements, readAcknowledgement);
  }

  /** Reads everything that is there. */
  async start(): Promise<void> {
    await Promise.all(this.tables.map((table) => table.start()));
  }

  /** Resolves when everything that is there now has been read. */
  async readToEnd(): Promise<void> {
    await Promise.all(this.tables.map((table) => table.readToEnd()));
  }

  /** Ends the reading. */
  async stop(): Promise<void> {
    await Promise.all(this.tables.map((table) => table.stop()));
  }

  /** A Channel by its UUID. */
  channelOf(id: string): ConfiguredChannel | undefined {
    return this.channels.values.get(id);
  }

  /** What is configured around an Alert. Routes are asked in the order of their names. */
  surroundingsOf({ check, target }: Pick<Notification, 'check' | 'target'>): Surroundings {
    return {
      check: this.checks.values.get(check) ?? null,
      target: target === null ? null : (this.targets.values.get(target) ?? null),
      routes: [...this.routes.values.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      channels: [...this.channels.values.values()],
      silences: [...this.silences.values.values()],
      acknowledgement: this.acknowledgements.values.get(check) ?? null,
    };
  }

  private get tables(): readonly Table<unknown>[] {
    return [this.checks, this.targets, this.channels, this.routes, this.silences, this.acknowledgements];
  }

  private table<Wire, Value>(
    name: string,
    codec: ValueCodec<Wire>,
    understand: (wire: Wire, record: LogRecord) => Value | undefined,
  ): Table<Value> {
    const { log, logger, prefix, patience, onFatal } = this.options;
    const topic = topicName(prefix, name);
    return new Table<Value>({
      log,
      topic,
      patience,
      onFatal,
      prepare: (records) => codec.prepare(records.map(({ value }) => value)),
      read: (record) => {
        const decoded = codec.decode(record.value, record.headers);
        const value = decoded.ok ? understand(decoded.value, record) : undefined;
        if (value === undefined) {
          const key = record.key?.toString('utf8') ?? null;
          const detail = decoded.ok ? 'its spec cannot be used' : decoded.detail;
          logger.warn({ topic, key, detail }, 'a record of the configuration is left out');
        }
        return value;
      },
    });
  }
}

function named({ id, name, labels }: Named): Named {
  return { id, name, labels };
}
