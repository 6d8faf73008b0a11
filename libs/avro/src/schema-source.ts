/** What a registry answers about a schema id. */
export type FoundSchema =
  | { readonly kind: 'schema'; readonly text: string }
  /** The registry has no such id. */
  | { readonly kind: 'missing' }
  /** It has, but not as a self-contained Avro schema. */
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Where writer schemas come from. `find` throws a retryable AvroError while nothing definite is known. */
export interface SchemaSource {
  find(id: number): Promise<FoundSchema>;
}

/** A source that holds its schemas: for tests, simulations and drivers without a registry. */
export function fixedSchemas(schemas: ReadonlyMap<number, string>): SchemaSource {
  return {
    find: (id) => {
      const text = schemas.get(id);
      return Promise.resolve(text === undefined ? { kind: 'missing' } : { kind: 'schema', text });
    },
  };
}
