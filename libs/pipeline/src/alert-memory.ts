import type { AlertMemory } from '@panto/alert';
import type { MemoryPart } from '@panto/streams';
import { configurationPart } from './configuration-part';
import { memoryCodec } from './memory-codec';
import type { SharedRules } from './shared-rules';

/**
 * Incremented when memories written before can no longer be read. Version 1 also held the configuration: it is rebuilt.
 */
const version = 2;

/**
 * The memory of a Check in two parts: its configuration, which seldom changes and is the largest, and the rest, which
 * changes with every State.
 */
export function alertMemory(rules: SharedRules): readonly MemoryPart<AlertMemory>[] {
  const { encode, decode } = memoryCodec(isRest, version);
  return [
    configurationPart(rules),
    {
      name: 'memory',
      changedBy: ['stream', 'table', 'output'],
      encode({ seen: { configuration: _, ...seen }, ...said }) {
        return encode({ seen, ...said });
      },
      decode(bytes, { seen: { configuration } }) {
        const { seen, ...said } = decode(bytes);
        return { seen: { ...unknown, ...seen, configuration }, ...said };
      },
    },
  ];
}

/** Fields that older memories lack. */
const unknown = { problemSince: null, problemBefore: null };

type Rest = Omit<AlertMemory, 'seen'> & { readonly seen: Omit<AlertMemory['seen'], 'configuration'> };

function isRest(value: object): value is Rest {
  return 'seen' in value && 'episodes' in value && 'beginnings' in value;
}
