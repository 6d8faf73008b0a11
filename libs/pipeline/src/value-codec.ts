import type { LogRecord } from '@panto/streams';

/** Encodes a value into the bytes of a topic, and back; the Avro library provides it. */
export interface ValueCodec<Value> {
  encode(value: Value): Buffer;
  /** Fetches what is needed to decode these values. */
  prepare(values: Iterable<Buffer | null>): Promise<void>;
  decode(bytes: Buffer | null, headers?: Readonly<Record<string, string>>): Decoded<Value>;
}

/** A value, or why there is none. */
export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** The `prepare` of an input topic whose values this codec decodes. */
export function preparing(codec: Pick<ValueCodec<unknown>, 'prepare'>) {
  return (records: readonly LogRecord[]): Promise<void> =>
    codec.prepare(records.map((record) => record.value));
}
