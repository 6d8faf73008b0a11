import type { Codec } from '@panto/streams';

/**
 * A memory as JSON, for snapshots that only the stage itself reads. What JSON lacks is tagged: bigint, Map, and the
 * doubles NaN and Infinity. `version` is incremented when memories written before can no longer be read.
 */
export function memoryCodec<Memory extends object>(
  isMemory: (value: object) => value is Memory,
  version = 1,
): Codec<Memory> {
  return {
    encode: (memory) => Buffer.from(jsonText({ version, memory })),
    decode(bytes) {
      const value = jsonValue(bytes.toString('utf8'));
      const kept = isRecord(value) && value.version === version ? value.memory : undefined;
      if (!isRecord(kept) || !isMemory(kept)) throw new Error('a snapshot of another version');
      return kept;
    },
  };
}

/**
 * JSON of a value in which bigint, Map, NaN, Infinity and objects with names like the tags are tagged; equal texts mean
 * equal values.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, tag);
}

/** The value from which `jsonText` made a text. */
export function jsonValue(text: string): unknown {
  // A reviver costs ten times as much as the parsing, so it is used only for texts that may contain tags.
  return text.includes('"$') ? JSON.parse(text, untag) : JSON.parse(text);
}

function tag(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value instanceof Map) return { $map: [...value] };
  // Users choose the names of labels.
  if (isRecord(value) && Object.keys(value).some((name) => name.startsWith('$'))) {
    return { $object: Object.entries(value) };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}

function untag(_: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (typeof value.$bigint === 'string') return BigInt(value.$bigint);
  if (Array.isArray(value.$object)) return Object.fromEntries(value.$object as [string, unknown][]);
  if (Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
  return typeof value.$number === 'string' ? Number(value.$number) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
