import { refused, type DecodeReason } from './decoded';

/** Bytes before the Avro body: magic 0, then the schema id, big-endian (Confluent's wire format). */
export const prefixLength = 5;

/** Header in which newer serializers put a GUID instead of the id in the value. */
export const schemaIdHeader = '__value_schema_id';

/** Writes the prefix into `target` at `start`. */
export function writePrefix(target: Buffer, start: number, schemaId: number): void {
  target[start] = 0;
  target.writeInt32BE(schemaId, start + 1);
}

/** The schema id of a value, or why it has none that we can read. */
export function readPrefix(
  bytes: Buffer | null,
  limit: number,
  headers?: Readonly<Record<string, string>>,
):
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly reason: DecodeReason; readonly detail: string } {
  if (bytes === null || bytes.length === 0) return refused('empty', 'the value is null or empty');
  if (bytes.length > limit) {
    return refused('too-large', `${bytes.length} bytes; at most ${limit} are read`);
  }
  if (bytes[0] === 1 || (headers !== undefined && Object.hasOwn(headers, schemaIdHeader))) {
    return refused(
      'schema-id-in-header',
      'the producer sends schema GUIDs (magic 1, header __value_schema_id); set it to the 4-byte schema id prefix',
    );
  }
  if (bytes.length < prefixLength || bytes[0] !== 0) {
    return refused(
      'not-avro',
      'the value does not begin with byte 0 and a schema id: use a serializer of the schema registry',
    );
  }
  return { ok: true, id: bytes.readInt32BE(1) };
}
