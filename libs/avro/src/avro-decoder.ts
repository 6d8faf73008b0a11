import avsc from 'avsc';
import type { AvroSchema } from './avro-schema';
import { avroType } from './avro-type';
import { defaultDecodeLimits, type DecodeLimits } from './decode-limits';
import { refused, type Decoded } from './decoded';
import type { SchemaSource } from './schema-source';
import { readWriterSchema, type Shape } from './shape';
import { survey } from './survey';
import { prefixLength, readPrefix } from './wire';
import { Writers, type WriterLimits } from './writers';

/** How values of one writer schema are read: the layout of their bytes, and how they are resolved to our schema. */
interface Reading {
  readonly shape: Shape;
  readonly resolver: ReturnType<avsc.Type['createResolver']>;
  /** Whether the byte layout is exactly that of our own schema. */
  readonly own: boolean;
}

/** Options of a decoder besides its schema. */
export interface DecoderOptions {
  readonly limits?: DecodeLimits;
  readonly writers?: WriterLimits;
  readonly now?: () => number;
}

/**
 * Reads values of one schema, written with any compatible schema. Untrusted input costs no more than its own size, and
 * results in a value or a reason, never in an exception.
 */
export class AvroDecoder<Value> {
  private readonly type: avsc.Type;
  private readonly limits: DecodeLimits;
  private readonly writers: Writers<Reading>;
  /** The fields of our own schema, reduced to what reading needs. */
  private readonly fields: string;

  constructor(schema: AvroSchema, source: SchemaSource, options: DecoderOptions = {}) {
    this.type = avroType(schema);
    this.limits = options.limits ?? defaultDecodeLimits;
    this.fields = fieldsOf(readWriterSchema(JSON.stringify(schema), this.limits).schema);
    this.writers = new Writers(source, (text) => this.reading(text), options.writers, options.now);
  }

  /** Adds a writer schema that need not be fetched: our own. */
  learn(id: number, schema: AvroSchema): void {
    this.writers.learn(id, JSON.stringify(schema));
  }

  /**
   * Fetches the writer schemas of values that are not known yet. Bad values are left to `decode`; throws a retryable
   * AvroError while the registry is unreachable.
   */
  async prepare(values: Iterable<Buffer | null>): Promise<void> {
    const ids = new Set<number>();
    for (const value of values) {
      const prefix = readPrefix(value, this.limits.bytes);
      if (prefix.ok) ids.add(prefix.id);
    }
    await this.writers.prepare(ids);
  }

  /** Whether values with a writer's schema id have exactly our own byte layout. */
  isOwn(id: number): boolean {
    const writer = this.writers.get(id);
    return writer?.kind === 'known' && writer.reader.own;
  }

  /** The value in some bytes, or why there is none. Synchronous: call `prepare` first. */
  decode(bytes: Buffer | null, headers?: Readonly<Record<string, string>>): Decoded<Value> {
    const prefix = readPrefix(bytes, this.limits.bytes, headers);
    if (!prefix.ok) return prefix;
    if (bytes === null) return refused('empty', 'the value is null');
    const writer = this.writers.get(prefix.id);
    if (writer === undefined) return refused('not-prepared', `schema ${prefix.id} has not been fetched`);
    if (writer.kind === 'refused') return refused(writer.reason, writer.detail);
    const fault = survey(writer.reader.shape, bytes, prefixLength, this.limits);
    if (fault !== undefined) return refused('corrupt', fault);
    return this.read(bytes, writer.reader);
  }

  private read(bytes: Buffer, reading: Reading): Decoded<Value> {
    try {
      const { value, offset } = this.type.decode(bytes, prefixLength, reading.resolver);
      if (offset !== bytes.length) return refused('corrupt', 'the value does not end where its bytes end');
      // The resolver builds values of our own schema, from which Value is generated.
      return { ok: true, value: value as Value };
    } catch (error) {
      // Of what the survey accepts, avsc refuses only one thing: a long beyond 2^53 where we hold a number.
      return refused('number-out-of-range', error instanceof Error ? error.message : String(error));
    }
  }

  private reading(text: string): Reading {
    const { shape, schema } = readWriterSchema(text, this.limits);
    if (shape.kind !== 'record') throw new Error('the schema is not a record');
    const writer = avsc.Type.forSchema(schema as avsc.Schema, { omitRecordMethods: true });
    const resolver = this.type.createResolver(writer, { ignoreNamespaces: true });
    return { shape, resolver, own: fieldsOf(schema) === this.fields };
  }
}

function fieldsOf(schema: AvroSchema): string {
  return JSON.stringify(typeof schema === 'object' && 'fields' in schema ? schema.fields : schema);
}
