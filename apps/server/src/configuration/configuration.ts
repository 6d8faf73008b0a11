import { topicName } from '@panto/model';
import { type Kind, kinds } from '@panto/resource';
import type { Logger } from '@panto/service';
import type { LogRecord } from '@panto/streams';
import type { Table } from '../projection/table-reader';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';
import { kindTopics, type Records } from './kind-topic';
import { Present } from './present';

type Codecs = { readonly [K in Kind]: TopicCodec<Records[K]> };

/** The configuration from the topics: the projection from which all requests are answered. */
export class Configuration implements Table {
  readonly name = 'configuration';
  readonly topics: readonly string[];
  readonly present = new Present();
  readonly codecs: Codecs;
  private readonly kindOf: ReadonlyMap<string, Kind>;
  private listeners: ((agents: readonly string[]) => void)[] = [];

  constructor(
    openCodec: OpenCodec,
    prefix: string,
    private readonly logger: Logger,
  ) {
    const codec = <K extends Kind>(kind: K) =>
      new TopicCodec<Records[K]>(openCodec, prefix, kindTopics[kind].topic, kindTopics[kind].schema);
    this.codecs = {
      Target: codec('Target'),
      Agent: codec('Agent'),
      Channel: codec('Channel'),
      Check: codec('Check'),
      Route: codec('Route'),
      Silence: codec('Silence'),
    };
    this.topics = kinds.map((kind) => topicName(prefix, kindTopics[kind].topic));
    this.kindOf = new Map(kinds.map((kind) => [topicName(prefix, kindTopics[kind].topic), kind]));
  }

  /** Registers a callback for the UUIDs of the Agents that a change affects. */
  onChange(listener: (agents: readonly string[]) => void): void {
    this.listeners = [...this.listeners, listener];
  }

  /** Fetches the schemas needed to decode the records. */
  async prepare(records: readonly LogRecord[]): Promise<void> {
    const [first] = records;
    const kind = first && this.kindOf.get(first.topic);
    if (kind !== undefined) await this.codecs[kind].prepare(records);
  }

  /** Applies one record to the projection. */
  take(record: LogRecord): void {
    const kind = this.kindOf.get(record.topic);
    if (kind !== undefined) this.takeOf(kind, record);
  }

  private takeOf<K extends Kind>(kind: K, record: LogRecord): void {
    const id = record.key?.toString('utf8') ?? '';
    const decoded = record.value === null ? undefined : this.codecs[kind].decode(record);
    if (decoded?.ok === false) {
      const { topic, partition, offset } = record;
      this.logger.error(
        {
          topic,
          partition,
          offset,
          ...decoded,
        },
        'a record of the configuration cannot be read',
      );
      return;
    }
    const agents = this.present.put(kind, id, decoded?.value ?? null);
    for (const listener of this.listeners) listener(agents);
  }
}
