/** Why bytes were refused. The same words appear in logs, metrics and the headers of dead letters. */
export type DecodeReason =
  | 'empty'
  | 'too-large'
  | 'not-avro'
  | 'schema-id-in-header'
  | 'unknown-schema'
  | 'incompatible-schema'
  | 'corrupt'
  | 'number-out-of-range'
  | 'not-prepared';

/** A value, or why there is none. */
export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: DecodeReason; readonly detail: string };

/** A refusal, with a detail short enough for a header. */
export function refused(
  reason: DecodeReason,
  detail: string,
): { readonly ok: false; readonly reason: DecodeReason; readonly detail: string } {
  return { ok: false, reason, detail: detail.length > 300 ? `${detail.slice(0, 297)}...` : detail };
}
