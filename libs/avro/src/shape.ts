import type { AvroSchema } from './avro-schema';
import type { DecodeLimits } from './decode-limits';

/** The byte layout of a writer schema: all that is needed to walk over its values. */
export type Shape =
  | { readonly kind: 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string' }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'enum'; readonly symbols: number }
  | { readonly kind: 'array' | 'map'; readonly items: Shape }
  | { readonly kind: 'union'; readonly branches: readonly Shape[] }
  | { readonly kind: 'record'; readonly fields: Shape[] };

/** A validated writer schema: its shape, and the schema reduced to what reading needs. */
export interface WriterSchema {
  readonly shape: Shape;
  /** Without defaults, docs and aliases: a writer's are useless here, and defaults can grow without bound. */
  readonly schema: AvroSchema;
}

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
type Primitive = (typeof primitives)[number];
const isPrimitive = (name: unknown): name is Primitive => primitives.some((known) => known === name);
const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Validates the text of an untrusted schema; throws an error with one sentence if it is too large or not Avro. */
export function readWriterSchema(text: string, limits: DecodeLimits): WriterSchema {
  if (text.length > limits.schemaText) {
    throw new Error(`the schema has ${text.length} characters; at most ${limits.schemaText} are read`);
  }
  return new SchemaReader(limits).read(JSON.parse(text), '', 0);
}

class SchemaReader {
  private nodes = 0;
  private readonly named = new Map<string, Shape>();

  constructor(private readonly limits: DecodeLimits) {}

  read(schema: unknown, namespace: string, depth: number): WriterSchema {
    this.count(depth);
    if (typeof schema === 'string') return this.reference(schema, namespace);
    if (Array.isArray(schema)) {
      const branches = schema.map((branch: unknown) => this.read(branch, namespace, depth + 1));
      return {
        shape: { kind: 'union', branches: branches.map((branch) => branch.shape) },
        schema: branches.map((branch) => branch.schema),
      };
    }
    if (typeof schema !== 'object' || schema === null)
      throw new Error('a type is neither a string nor an object');
    return this.definition(schema as Readonly<Record<string, unknown>>, namespace, depth);
  }

  private definition(
    schema: Readonly<Record<string, unknown>>,
    namespace: string,
    depth: number,
  ): WriterSchema {
    const type = schema['type'];
    switch (type) {
      case 'array':
      case 'map': {
        const field = type === 'array' ? 'items' : 'values';
        const inner = this.read(schema[field], namespace, depth + 1);
        return { shape: { kind: type, items: inner.shape }, schema: { type, [field]: inner.schema } };
      }
      case 'record':
      case 'error':
        return this.record(schema, namespace, depth);
      case 'enum':
        return this.enumeration(schema, namespace);
      case 'fixed':
        return this.fixed(schema, namespace);
      default:
        return this.read(type, namespace, depth + 1);
    }
  }

  private record(schema: Readonly<Record<string, unknown>>, namespace: string, depth: number): WriterSchema {
    const fields: Shape[] = [];
    const name = this.define(schema, namespace, { kind: 'record', fields });
    const inner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    const declared = schema['fields'];
    if (!Array.isArray(declared)) throw new Error(`record ${name} has no list of fields`);
    const kept = declared.map((field: unknown) => {
      if (typeof field !== 'object' || field === null) throw new Error(`a field of ${name} is not an object`);
      const { name: fieldName, type } = field as Readonly<Record<string, unknown>>;
      const read = this.read(type, inner, depth + 1);
      fields.push(read.shape);
      return { name: checkedName(fieldName), type: read.schema };
    });
    return {
      shape: this.named.get(name) ?? { kind: 'record', fields },
      schema: { type: 'record', name, fields: kept },
    };
  }

  private enumeration(schema: Readonly<Record<string, unknown>>, namespace: string): WriterSchema {
    const symbols = schema['symbols'];
    if (!Array.isArray(symbols)) throw new Error('an enum has no list of symbols');
    symbols.forEach(() => this.count(0));
    const shape: Shape = { kind: 'enum', symbols: symbols.length };
    const name = this.define(schema, namespace, shape);
    return { shape, schema: { type: 'enum', name, symbols: symbols.map(checkedName) } };
  }

  private fixed(schema: Readonly<Record<string, unknown>>, namespace: string): WriterSchema {
    const size = schema['size'];
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > this.limits.bytes) {
      throw new Error('a fixed has no size, or one that is too large');
    }
    const shape: Shape = { kind: 'fixed', size };
    return { shape, schema: { type: 'fixed', name: this.define(schema, namespace, shape), size } };
  }

  private reference(name: string, namespace: string): WriterSchema {
    if (isPrimitive(name)) return { shape: { kind: name }, schema: name };
    const full = name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
    const shape = this.named.get(full) ?? this.named.get(name);
    if (shape === undefined) throw new Error(`the type ${name} is not defined in the schema`);
    return { shape, schema: this.named.has(full) ? full : name };
  }

  private define(schema: Readonly<Record<string, unknown>>, namespace: string, shape: Shape): string {
    const { name, namespace: own } = schema;
    if (typeof name !== 'string') throw new Error('a record, enum or fixed has no name');
    const space = typeof own === 'string' ? own : namespace;
    const full = name.includes('.') || space === '' ? name : `${space}.${name}`;
    full.split('.').forEach(checkedName);
    if (this.named.has(full)) throw new Error(`the type ${full} is defined twice`);
    this.named.set(full, shape);
    return full;
  }

  private count(depth: number): void {
    this.nodes += 1;
    if (this.nodes > this.limits.schemaNodes || depth > this.limits.depth) {
      throw new Error('the schema has too many types or is nested too deep');
    }
  }
}

function checkedName(name: unknown): string {
  if (typeof name !== 'string' || !namePattern.test(name) || name === '__proto__') {
    throw new Error(`${JSON.stringify(name)} is not a valid name`);
  }
  return name;
}
