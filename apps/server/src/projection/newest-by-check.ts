import { isUuid } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import type { Table } from './table-reader';
import { type OpenCodec, TopicCodec } from './topic-codec';

/** The newest value of each Check, from a compacted topic. */
export class NewestByCheck<Value> implements Table {
  readonly topics: readonly string[];
  protected readonly codec: TopicCodec<Value>;
  private readonly byCheck = new Map<string, Value>();

  /** `name`: the topic without its prefix. */
  constructor(
    openCodec: OpenCodec,
    prefix: string,
    readonly name: string,
    schema: string,
  ) {
    this.codec = new TopicCodec(openCodec, prefix, name, schema);
    this.topics = [this.codec.topic];
  }

  prepare(records: readonly LogRecord[]): Promise<void> {
    return this.codec.prepare(records);
  }

  /** Processes a record; ticks and unreadable records are skipped. */
  take(record: LogRecord): void {
    const key = record.key?.toString('utf8') ?? '';
    if (!isUuid(key)) return;
    if (record.value === null) {
      this.byCheck.delete(key);
      return;
    }
    const decoded = this.codec.decode(record);
    if (decoded.ok) this.byCheck.set(key, decoded.value);
  }

  /** The value of a Check; undefined: none. */
  of(check: string): Value | undefined {
    return this.byCheck.get(check);
  }
}
