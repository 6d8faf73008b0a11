/** How much of untrusted bytes and schemas is examined before they are refused. */
export interface DecodeLimits {
  /** Length of a whole value, wire prefix included, bytes. */
  readonly bytes: number;
  /** Values in one record, items of arrays and maps included; bounds what takes no bytes (array of null). */
  readonly values: number;
  /** Nesting of values, and of types in a schema. */
  readonly depth: number;
  /** Length of the text of a writer schema, characters. */
  readonly schemaText: number;
  /** Types, fields and symbols in a writer schema. */
  readonly schemaNodes: number;
}

/** Limits that every honest producer stays far below. */
export const defaultDecodeLimits: DecodeLimits = {
  bytes: 1_048_576,
  values: 100_000,
  depth: 24,
  schemaText: 100_000,
  schemaNodes: 5_000,
};
