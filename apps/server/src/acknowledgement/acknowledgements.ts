import { type Acknowledgement, isUuid } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import type { Publication } from '../projection/placement';
import type { Table } from '../projection/table-reader';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';

/** The newest acknowledgement of each Check, as the compacted topic tells them. */
export class Acknowledgements implements Table {
  readonly name = 'acknowledgements';
  readonly topics: readonly string[];
  private readonly codec: TopicCodec<Acknowledgement>;
  private readonly byCheck = new Map<string, Acknowledgement>();

  constructor(openCodec: OpenCodec, prefix: string) {
    this.codec = new TopicCodec(openCodec, prefix, 'acknowledgements', 'acknowledgement');
    this.topics = [this.codec.topic];
  }

  prepare(records: readonly LogRecord[]): Promise<void> {
    return this.codec.prepare(records);
  }

  /** Takes an acknowledgement; what cannot be read is passed over. */
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

  /** That of a Check; undefined: there is none. */
  of(check: string): Acknowledgement | undefined {
    return this.byCheck.get(check);
  }

  /** The record of an acknowledgement; null takes that of the Check back. */
  async publicationOf(check: string, acknowledgement: Acknowledgement | null): Promise<Publication> {
    const codec = await this.codec.open();
    const value = acknowledgement === null ? null : codec.encode(acknowledgement);
    return { topic: this.codec.topic, key: check, value };
  }
}
