import type avsc from 'avsc';
import { AvroError } from './avro-error';
import type { AvroSchema } from './avro-schema';
import { avroType } from './avro-type';
import { prefixLength, writePrefix } from './wire';

/** Length of the slabs into which values are written, bytes. */
const slabLength = 65_536;

/**
 * Writes values of one schema in the wire format. Values are written one after another into slabs, with their prefix
 * and without copying; a slab lives as long as the last of its values.
 */
export class AvroEncoder<Value> {
  private readonly type: avsc.Type;
  private slab = Buffer.allocUnsafeSlow(slabLength);
  private used = 0;

  constructor(
    schema: AvroSchema,
    private readonly schemaId: number,
    /** Longest value written, bytes. */
    private readonly limit: number,
  ) {
    this.type = avroType(schema);
  }

  /** The bytes of a value; throws AvroError `unencodable` when it does not fit the schema or the limit. */
  encode(value: Value): Buffer {
    const start = this.used;
    const end = this.write(value, start);
    if (end < 0) return this.encodeInNewSlab(value, slabLength - start - prefixLength - end);
    if (end - start > this.limit) throw this.tooLong(end - start);
    this.used = end;
    return this.slab.subarray(start, end);
  }

  private encodeInNewSlab(value: Value, bodyLength: number): Buffer {
    const length = bodyLength + prefixLength;
    if (length > this.limit) throw this.tooLong(length);
    this.slab = Buffer.allocUnsafeSlow(Math.max(slabLength, length));
    const end = this.write(value, 0);
    this.used = end;
    const bytes = this.slab.subarray(0, end);
    if (this.slab.length > slabLength) {
      this.slab = Buffer.allocUnsafeSlow(slabLength);
      this.used = 0;
    }
    return bytes;
  }

  /** Where the value ends in the slab; negative: the number of missing bytes. */
  private write(value: Value, start: number): number {
    try {
      // Past the end of a slab avsc writes nothing and reports how much room is missing.
      if (start + prefixLength <= this.slab.length) writePrefix(this.slab, start, this.schemaId);
      return this.type.encode(value, this.slab, start + prefixLength);
    } catch (error) {
      throw new AvroError('unencodable', false, this.fault(value, error), { cause: error });
    }
  }

  private fault(value: Value, error: unknown): string {
    const paths: string[] = [];
    this.type.isValid(value, { errorHook: (path) => paths.push(path.join('.')) });
    const where = paths.slice(0, 5).join(', ') || 'the value';
    const why = error instanceof Error ? error.message : String(error);
    return `${this.type.name ?? 'value'} cannot be written: ${where} (${why.slice(0, 200)})`;
  }

  private tooLong(length: number): AvroError {
    return new AvroError(
      'unencodable',
      false,
      `${this.type.name ?? 'value'} has ${length} bytes; at most ${this.limit} are written`,
    );
  }
}
