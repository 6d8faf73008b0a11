/** What can go wrong at the edges of Avro, as stable codes. */
export type AvroErrorCode =
  | 'registry-unreachable'
  | 'registry-refused'
  | 'schema-not-registered'
  | 'schema-incompatible'
  | 'unencodable';

/** An error with a stable code that says whether a retry can help. */
export class AvroError extends Error {
  override readonly name = 'AvroError';

  constructor(
    readonly code: AvroErrorCode,
    /** True when the same call may succeed later. */
    readonly retry: boolean,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
