import { AvroEncoder, AvroError, defaultDecodeLimits, schemaNamed, subjectOf } from '@panto/avro';
import type { KeyedProducer, KeyedRecord } from '@panto/kafka';
import { topicName, type Heartbeat, type Result } from '@panto/model';
import type { AgentConfiguration } from '../configuration/agent-configuration';
import type { ResultLink } from './deliver';
import type { SchemaIds } from './schema-ids';
import type { SpooledResult } from './spooled-result';

/** The destination of Results. */
export type Destination = Pick<AgentConfiguration, 'kafka' | 'schemaRegistryUrl' | 'topicPrefix'>;

/** Settings of a link. */
export interface LinkSettings {
  readonly schemaIds: SchemaIds;
  readonly connect: (bootstrapServers: string) => Promise<KeyedProducer>;
  /** Called for a Result that the schema cannot encode; it is left out. */
  readonly onUnencodable: (error: unknown) => void;
  readonly now: () => number;
}

/** Sends Results and heartbeats to Kafka. Reconnects after a failure. */
export class KafkaLink implements ResultLink {
  private destination: Destination | undefined;
  private connection: { readonly servers: string; readonly producer: Promise<KeyedProducer> } | undefined;
  private readonly encoders = new Map<string, AvroEncoder<unknown>>();
  /** When Kafka was first given what it has not taken since. */
  private silentSince: number | undefined;

  constructor(private readonly settings: LinkSettings) {}

  /** For how long Kafka has accepted nothing of what it was sent, ms: a hanging broker gives no error. */
  get silence(): number {
    return this.silentSince === undefined ? 0 : this.settings.now() - this.silentSince;
  }

  /** Switches to a destination; whatever is in flight still goes to the previous one. */
  use(destination: Destination): void {
    this.destination = destination;
  }

  async send(results: readonly SpooledResult[]): Promise<void> {
    const encoder = await this.encoder<Result>('results', 'result');
    const records = results.flatMap(({ check, result }) => this.encoded(encoder, check, result));
    await this.produce('results', records);
  }

  async beat(heartbeat: Heartbeat): Promise<void> {
    const encoder = await this.encoder<Heartbeat>('agents.heartbeats', 'heartbeat');
    await this.produce('agents.heartbeats', [{ key: heartbeat.agent, value: encoder.encode(heartbeat) }]);
  }

  async close(): Promise<void> {
    const connection = this.connection;
    this.connection = undefined;
    await connection?.producer.then((producer) => producer.close()).catch(() => undefined);
  }

  private encoded(encoder: AvroEncoder<Result>, key: string, result: Result): KeyedRecord[] {
    try {
      return [{ key, value: encoder.encode(result) }];
    } catch (error) {
      if (!(error instanceof AvroError) || error.retry) throw error;
      this.settings.onUnencodable(error);
      return [];
    }
  }

  private async encoder<Value>(name: string, file: string): Promise<AvroEncoder<Value>> {
    const { schemaRegistryUrl, topicPrefix } = this.present();
    const schema = schemaNamed(file);
    const subject = subjectOf(topicName(topicPrefix, name));
    const id = await this.settings.schemaIds.idOf(schemaRegistryUrl, subject, schema);
    const known = this.encoders.get(`${file} ${id}`);
    const encoder = known ?? new AvroEncoder<Value>(schema, id, defaultDecodeLimits.bytes);
    this.encoders.set(`${file} ${id}`, encoder);
    return encoder;
  }

  private async produce(name: string, records: readonly KeyedRecord[]): Promise<void> {
    if (records.length === 0) return;
    this.silentSince ??= this.settings.now();
    const producer = await this.connected();
    try {
      await producer.send(topicName(this.present().topicPrefix, name), records);
      this.silentSince = undefined;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async connected(): Promise<KeyedProducer> {
    const servers = this.present().kafka.bootstrapServers;
    if (this.connection?.servers !== servers) await this.close();
    this.connection ??= { servers, producer: this.settings.connect(servers) };
    try {
      return await this.connection.producer;
    } catch (error) {
      this.connection = undefined;
      throw error;
    }
  }

  private present(): Destination {
    if (this.destination) return this.destination;
    throw new Error('the Server has not said yet where Results go');
  }
}
