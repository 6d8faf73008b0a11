/** Avro schema as JSON, as in schemas/ and in a registry. */
export type AvroSchema = string | readonly AvroSchema[] | AvroDefinition;

/** A schema that is an object. */
export interface AvroDefinition {
  readonly type: AvroSchema;
  readonly [attribute: string]: unknown;
}
