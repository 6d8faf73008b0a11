import { isUuid, tickKey } from '@panto/model';
import type { LogRecord } from '@panto/streams';

/** What the key of a record means. */
export type RecordKey =
  | { readonly kind: 'check'; readonly check: string }
  | { readonly kind: 'tick' }
  | { readonly kind: 'bad'; readonly detail: string };

/** Reads a key: the UUID of a Check, or `tick` with a null value, which only carries time. */
export function readKey({ key, value }: LogRecord): RecordKey {
  const text = key?.toString('utf8') ?? '';
  if (isUuid(text)) return { kind: 'check', check: text };
  if (text === tickKey && value === null) return { kind: 'tick' };
  const shown = key === null ? 'no key' : JSON.stringify(text.slice(0, 80));
  return { kind: 'bad', detail: `${shown}: the UUID of a Check as a lower-case string is wanted` };
}
