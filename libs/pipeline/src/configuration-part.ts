import type { CheckConfiguration } from '@panto/model';
import type { MemoryPart } from '@panto/streams';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import type { SharedRules } from './shared-rules';

/** Incremented when bytes written before can no longer be read. */
const version = 3;

/** A memory that holds the configuration of a Check. */
export interface Configured {
  readonly seen: { readonly configuration: CheckConfiguration | null };
}

/**
 * The configuration of a Check as a part of its memory. What belongs to the Check alone is kept apart from its rules,
 * which are most of it and which many Checks share; its id is the key.
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
        const { target } = configuration;
        writer.count(target === null ? 0 : 1);
        writer.text(target ?? '');
        writer.double(configuration.version);
        writer.double(configuration.createdAt);
        writer.text(rules.textOf(configuration));
      }
      return writer.take();
    },
    commonFrom: (bytes) => rulesIn(bytes) ?? bytes.length,
    decode: (bytes, memory, key) => ({
      ...memory,
      seen: { ...memory.seen, configuration: readConfiguration(bytes, key, rules) },
    }),
  };
}

/** Where the rules begin; undefined: these are not the bytes of a configuration. */
function rulesIn(bytes: Buffer): number | undefined {
  try {
    const reader = new ByteReader(bytes);
    if (reader.count() !== version || reader.count() === 0) return undefined;
    readOwn(reader);
    return reader.position;
  } catch {
    return undefined;
  }
}

function readConfiguration(bytes: Buffer, id: string, rules: SharedRules): CheckConfiguration | null {
  const reader = new ByteReader(bytes);
  if (reader.count() !== version) throw new Error('a snapshot of another version');
  if (reader.count() === 0) return null;
  const configuration = rules.configurationOf({ id, ...readOwn(reader) }, reader.text());
  reader.end();
  return configuration;
}

function readOwn(reader: ByteReader): Pick<CheckConfiguration, 'target' | 'version' | 'createdAt'> {
  const known = reader.count() === 1;
  const target = reader.text();
  return { target: known ? target : null, version: reader.double(), createdAt: reader.double() };
}
