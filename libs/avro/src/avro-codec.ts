import { AvroDecoder, type DecoderOptions } from './avro-decoder';
import { AvroEncoder } from './avro-encoder';
import type { AvroSchema } from './avro-schema';
import { defaultDecodeLimits } from './decode-limits';
import type { Decoded } from './decoded';
import { fixedSchemas, type SchemaSource } from './schema-source';

/** Reads and writes values of one schema in the wire format of the registry. */
export class AvroCodec<Value> {
  private readonly encoder: AvroEncoder<Value>;
  private readonly decoder: AvroDecoder<Value>;

  /** `schemaId` is the id under which the registry holds exactly this schema. */
  constructor(schema: AvroSchema, schemaId: number, source: SchemaSource, options: DecoderOptions = {}) {
    this.encoder = new AvroEncoder(schema, schemaId, (options.limits ?? defaultDecodeLimits).bytes);
    this.decoder = new AvroDecoder(schema, source, options);
    this.decoder.learn(schemaId, schema);
  }

  /** The bytes of a value; throws AvroError `unencodable`. */
  encode(value: Value): Buffer {
    return this.encoder.encode(value);
  }

  /** Fetches the writer schemas of values that are not known yet; throws a retryable AvroError. */
  prepare(values: Iterable<Buffer | null>): Promise<void> {
    return this.decoder.prepare(values);
  }

  /** Whether values with a writer's schema id have exactly our own byte layout. */
  isOwn(schemaId: number): boolean {
    return this.decoder.isOwn(schemaId);
  }

  /** The value in some bytes, or why there is none; call `prepare` first. */
  decode(bytes: Buffer | null, headers?: Readonly<Record<string, string>>): Decoded<Value> {
    return this.decoder.decode(bytes, headers);
  }
}

/** A codec without a registry, for tests, simulations and drivers: it knows only its own schema. */
export function localCodec<Value>(schema: AvroSchema, schemaId = 1): AvroCodec<Value> {
  return new AvroCodec<Value>(schema, schemaId, fixedSchemas(new Map()));
}
