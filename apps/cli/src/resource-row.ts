import { z } from 'zod';
import type { Segment } from './kind-word';
import { withNextWindow } from './next-window';

type ResourceSegment = Exclude<Segment, 'states'>;

const resource = z.object({
  metadata: z.object({ id: z.string(), name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.record(z.string(), z.unknown()),
  status: z.record(z.string(), z.unknown()).default({}),
});

/**
 * The columns of a kind between its name and its labels: head, and the path of its value in spec or status.
 */
const columns: Readonly<Record<ResourceSegment, readonly (readonly [head: string, key: string])[]>> = {
  targets: [
    ['ADDRESS', 'address'],
    ['DEPENDS ON', 'dependsOn'],
  ],
  agents: [
    ['HOST', 'host'],
    ['VERSION', 'software'],
  ],
  channels: [['TYPE', 'type']],
  checks: [
    ['TARGET', 'target'],
    ['AGENT', 'agent'],
    ['PROBE', 'probe'],
    ['INTERVAL', 'interval'],
  ],
  routes: [
    ['CHANNELS', 'channels'],
    ['DEFAULT', 'default'],
  ],
  silences: [
    ['MATCH', 'match'],
    ['FROM', 'from'],
    ['UNTIL', 'until'],
    ['REPEAT', 'repeat'],
    ['REASON', 'reason'],
    ['AUTHOR', 'author'],
  ],
};

/** The column heads by kind. */
export const resourceHeads: Readonly<Record<ResourceSegment, readonly string[]>> = {
  targets: heads('targets'),
  agents: heads('agents'),
  channels: heads('channels'),
  checks: heads('checks'),
  routes: heads('routes'),
  silences: heads('silences'),
};

/** One resource as the cells of a row; for a repeating Silence, with the window at a time (ms), or the next one. */
export function resourceRow(segment: ResourceSegment, item: unknown, now = Date.now()): readonly string[] {
  const { metadata, spec: given, status } = resource.parse(item);
  const spec = segment === 'silences' ? withNextWindow(given, now) : given;
  const cells = columns[segment].map(([, key]) => cell(spec[key] ?? status[key]));
  const labels = Object.entries(metadata.labels).map(([name, value]) => `${name}=${value}`);
  return [metadata.name, ...cells, labels.join(','), metadata.id];
}

function heads(segment: ResourceSegment): readonly string[] {
  return ['NAME', ...columns[segment].map(([head]) => head), 'LABELS', 'ID'];
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '-';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}=${cell(inner)}`)
    .join(' ');
}
