import type { CheckMemory } from '@panto/evaluate';
import type { CheckConfiguration } from '@panto/model';
import type { MemoryPart } from '@panto/streams';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { jsonText, jsonValue } from './memory-codec';

/** Grows when bytes written before can no longer be read. */
const version = 2;

/** Rules of so many kinds are known at once. */
const most = 10_000;

type Rules = Pick<CheckConfiguration, 'states' | 'alerts'>;

/**
 * The configuration of a Check as a part of its memory. What is its own stands apart from its rules, which are most of
 * it and which many Checks have in common: they are read once, and held once.
 */
export function configurationPart(): MemoryPart<CheckMemory> {
  const writer = new ByteWriter();
  const known = new Map<string, Rules>();
  const texts = new WeakMap<Rules['states'], { readonly alerts: Rules['alerts']; readonly text: string }>();
  const textOf = ({ states, alerts }: Rules): string => {
    const found = texts.get(states);
    if (found?.alerts === alerts) return found.text;
    const text = jsonText({ states, alerts });
    texts.set(states, { alerts, text });
    return text;
  };
  const rulesOf = (text: string): Rules => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const rules = jsonValue(text) as Rules;
    if (known.size >= most) known.clear();
    known.set(text, rules);
    return rules;
  };
  return {
    name: 'configuration',
    changedBy: ['table'],
    encode({ seen: { configuration } }) {
      writer.count(version);
      writer.count(configuration === null ? 0 : 1);
      if (configuration !== null) {
        const { states, alerts, ...own } = configuration;
        writer.text(jsonText(own));
        writer.text(textOf({ states, alerts }));
      }
      return writer.take();
    },
    commonFrom: (bytes) => rulesIn(bytes) ?? bytes.length,
    decode(bytes, { seen, said }) {
      return { seen: { ...seen, configuration: readConfiguration(bytes, rulesOf) }, said };
    },
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

function readConfiguration(bytes: Buffer, rulesOf: (text: string) => Rules): CheckConfiguration | null {
  const reader = new ByteReader(bytes);
  if (reader.count() !== version) throw new Error('a snapshot of another version');
  if (reader.count() === 0) return null;
  const own = jsonValue(reader.text()) as Omit<CheckConfiguration, keyof Rules>;
  const rules = rulesOf(reader.text());
  reader.end();
  return { ...own, ...rules };
}
