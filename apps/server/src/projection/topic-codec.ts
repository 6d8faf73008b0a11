import type { AvroCodec, Decoded } from '@panto/avro';
import { topicName } from '@panto/model';
import type { LogRecord } from '@panto/streams';

/** Opens the codec of a topic (full name) for a schema (by name); throws a retryable AvroError. */
export type OpenCodec = <Value>(topic: string, schema: string) => Promise<AvroCodec<Value>>;

/** The codec of a topic, opened on demand: the registry may come up later than the Server. */
export class TopicCodec<Value> {
  /** Full name of the topic. */
  readonly topic: string;
  private codec: AvroCodec<Value> | undefined;

  constructor(
    private readonly openCodec: OpenCodec,
    prefix: string,
    name: string,
    private readonly schema: string,
  ) {
    this.topic = topicName(prefix, name);
  }

  /** The codec; throws a retryable AvroError while the registry is unavailable or lacks the schema. */
  async open(): Promise<AvroCodec<Value>> {
    this.codec ??= await this.openCodec<Value>(this.topic, this.schema);
    return this.codec;
  }

  /** Ensures that these records can be decoded. */
  async prepare(records: readonly LogRecord[]): Promise<void> {
    const codec = await this.open();
    await codec.prepare(records.map(({ value }) => value));
  }

  /** Decodes a record that was prepared. */
  decode(record: LogRecord): Decoded<Value> {
    if (this.codec === undefined)
      return { ok: false, reason: 'not-prepared', detail: 'the codec is not open' };
    return this.codec.decode(record.value, record.headers);
  }
}
