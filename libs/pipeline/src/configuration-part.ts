import type { CheckConfiguration } from '@panto/model';
import type { MemoryPart } from '@panto/streams';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { jsonText, jsonValue } from './memory-codec';
import type { Rules, SharedRules } from './shared-rules';

/** Grows when bytes written before can no longer be read. */
const version = 2;

/** A memory that holds the configuration of a Check. */
export interface Configured {
  readonly seen: { readonly configuration: CheckConfiguration | null };
}

/**
 * The configuration of a Check as a part of its memory. What is its own stands apart from its rules, which are most of
 * it and which many Checks have in common.
 */
export function configurationPart<Memory extends Configured>(rules: SharedRules): MemoryPart<Memory> {
  const writer = new ByteWriter();
  return {
    name: 'configuration',
    changedBy: ['table'],
    encode({ seen: { configuration } }) {
      writer.count(version);
      writer.count(configuration === null ? 0 : 1);
      if (configuration !== null) {
        const { states, alerts, ...own } = configuration;
        writer.text(jsonText(own));
        writer.text(rules.textOf({ states, alerts }));
      }
      return writer.take();
    },
    commonFrom: (bytes) => rulesIn(bytes) ?? bytes.length,
    decode: (bytes, memory) => ({
      ...memory,
      seen: { ...memory.seen, configuration: readConfiguration(bytes, rules) },
    }),
  };
}

/** Where the rules begin; undefined: these are no bytes of a configuration. */
function rulesIn(bytes: Buffer): number | undefined {
  try {
    const reader = new ByteReader(bytes);
    if (reader.count() !== version || reader.count() === 0) return undefined;
    reader.skip();
    return reader.position;
  } catch {
    return undefined;
  }
}

function readConfiguration(bytes: Buffer, known: SharedRules): CheckConfiguration | null {
  const reader = new ByteReader(bytes);
  if (reader.count() !== version) throw new Error('a snapshot of another version');
  if (reader.count() === 0) return null;
  const own = jsonValue(reader.text()) as Omit<CheckConfiguration, keyof Rules>;
  const rules = known.rulesOf(reader.text());
  reader.end();
  return { ...own, ...rules };
}
