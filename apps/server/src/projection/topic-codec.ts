import { type AvroCodec, type Decoded, openCodec, type Registry, schemaNamed } from '@panto/avro';
import { topicName } from '@panto/model';
import type { LogRecord } from '@panto/streams';

/** The codec of a topic, opened when it is first needed: the registry may come up later than the Server. */
export class TopicCodec<Value> {
  /** Full name of the topic. */
  readonly topic: string;
  private codec: AvroCodec<Value> | undefined;

  constructor(
    private readonly registry: Registry,
    prefix: string,
    name: string,
    private readonly schema: string,
  ) {
    this.topic = topicName(prefix, name);
  }

  /** The codec; throws a retryable AvroError while the registry cannot be used or lacks the schema. */
  async open(): Promise<AvroCodec<Value>> {
    this.codec ??= await openCodec<Value>(this.registry, this.topic, schemaNamed(this.schema));
    return this.codec;
  }

  /** Makes sure that these records can be decoded. */
  async prepare(records: readonly LogRecord[]): Promise<void> {
    const codec = await this.open();
    await codec.prepare(records.map(({ value }) => value));
  }

  /** The value of a record that was prepared. */
  decode(record: LogRecord): Decoded<Value> {
    if (this.codec === undefined)
      return { ok: false, reason: 'not-prepared', detail: 'the codec is not open' };
    return this.codec.decode(record.value, record.headers);
  }
}
