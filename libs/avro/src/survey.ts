import type { DecodeLimits } from './decode-limits';
import type { Shape } from './shape';

/**
 * Walks over an Avro body without building anything, so that the subsequent decoding is known to be bounded. avsc
 * trusts every count it reads: six bytes that claim 200 million items end the process, and an array of null has no
 * natural end at all. Returns undefined if the body is whole, else what is wrong with it.
 */
export function survey(shape: Shape, bytes: Buffer, start: number, limits: DecodeLimits): string | undefined {
  const walk = new Walk(bytes, start, limits);
  try {
    walk.value(shape, 0);
  } catch (error) {
    if (error instanceof Malformed) return `${error.message} at byte ${walk.at}`;
    throw error;
  }
  if (walk.at < bytes.length) return `${bytes.length - walk.at} bytes too many after the record`;
  return undefined;
}

class Malformed extends Error {}

class Walk {
  private values = 0;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
    private readonly limits: DecodeLimits,
  ) {}

  value(shape: Shape, depth: number): void {
    this.values += 1;
    if (this.values > this.limits.values) throw new Malformed(`more than ${this.limits.values} values`);
    if (depth > this.limits.depth) throw new Malformed(`nested more than ${this.limits.depth} deep`);
    switch (shape.kind) {
      case 'null':
        return;
      case 'boolean':
        return this.boolean();
      case 'int':
        return this.int();
      case 'long':
        return this.longOfAnySize();
      case 'float':
        return this.skip(4);
      case 'double':
        return this.skip(8);
      case 'bytes':
      case 'string':
        return this.skip(this.long());
      case 'fixed':
        return this.skip(shape.size);
      case 'enum':
        this.index(shape.symbols, 'symbol');
        return;
      case 'union':
        return this.union(shape.branches, depth);
      case 'record':
        for (const field of shape.fields) this.value(field, depth + 1);
        return;
      case 'array':
      case 'map':
        return this.blocks(shape.kind === 'map', shape.items, depth);
    }
  }

  private union(branches: readonly Shape[], depth: number): void {
    const branch = branches[this.index(branches.length, 'branch of a union')];
    if (branch !== undefined) this.value(branch, depth + 1);
  }

  /** Items come in blocks; a negative count is followed by the size of its block, which must be correct. */
  private blocks(named: boolean, items: Shape, depth: number): void {
    for (let count = this.long(); count !== 0; count = this.long()) {
      const size = count < 0 ? this.long() : undefined;
      const begin = this.at;
      for (let left = Math.abs(count); left > 0; left--) {
        if (named) this.skip(this.long());
        this.value(items, depth + 1);
      }
      if (size !== undefined && this.at - begin !== size)
        throw new Malformed('a block does not have its stated size');
    }
  }

  private boolean(): void {
    const byte = this.bytes[this.at];
    this.skip(1);
    if (byte !== 0 && byte !== 1) throw new Malformed('a boolean is neither 0 nor 1');
  }

  private int(): void {
    const value = this.long();
    if (value < -2_147_483_648 || value > 2_147_483_647) throw new Malformed('an int has more than 32 bits');
  }

  private index(length: number, what: string): number {
    const index = this.long();
    if (index < 0 || index >= length) throw new Malformed(`there is no ${what} ${index}`);
    return index;
  }

  private skip(length: number): void {
    if (length < 0 || length > this.bytes.length - this.at) throw new Malformed('the value is cut off');
    this.at += length;
  }

  /** A zigzag varint that is a count, a length or an index: more than 2^53 is malformed anyway. */
  private long(): number {
    let value = 0;
    let scale = 1;
    for (let length = 1; length <= 10; length++) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new Malformed('the value is cut off');
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
      scale *= 128;
    }
    throw new Malformed('a number has more than 10 bytes');
  }

  private longOfAnySize(): void {
    for (let length = 1; length <= 10; length++) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new Malformed('the value is cut off');
      this.at += 1;
      if (byte >= 0x80) continue;
      if (length === 10 && byte > 1) throw new Malformed('a long has more than 64 bits');
      return;
    }
    throw new Malformed('a number has more than 10 bytes');
  }
}
