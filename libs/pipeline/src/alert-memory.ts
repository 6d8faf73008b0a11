import type { AlertMemory } from '@panto/alert';
import type { MemoryPart } from '@panto/streams';
import { configurationPart } from './configuration-part';
import { memoryCodec } from './memory-codec';
import type { SharedRules } from './shared-rules';

/** Grows when a memory written before can no longer be read. Version 1 held the configuration, too: it is rebuilt. */
const version = 2;

/**
 * The memory of a Check in two parts: its configuration, which changes seldom and is the largest, and all else, which
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

/** What memories of before did not hold. */
const unknown = { problemSince: null, problemBefore: null };

type Rest = Omit<AlertMemory, 'seen'> & { readonly seen: Omit<AlertMemory['seen'], 'configuration'> };

function isRest(value: object): value is Rest {
  return 'seen' in value && 'episodes' in value && 'beginnings' in value;
}
