import type { Place } from './projection';
import type { TableRow } from './row';
import { timeCell } from './time-cell';

/** The configuration topics, and the kind of resource in each. */
export const resourceTopics = {
  'config.targets': 'Target',
  'config.agents': 'Agent',
  'config.checks': 'Check',
  'config.channels': 'Channel',
  'config.routes': 'Route',
  'config.silences': 'Silence',
} as const;

/** A configuration topic. */
export type ResourceTopic = keyof typeof resourceTopics;

/** What is stored of every resource; never its spec, which may contain secrets. */
export interface NamedResource {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: number;
  /** UUID of the Target of a Check. */
  readonly target?: string;
}

/** The row of a resource; undefined: it was deleted. */
export const resourceRows =
  (topic: ResourceTopic) =>
  (resource: NamedResource | undefined, id: string, place: Place): readonly TableRow[] => [
    {
      table: 'resources',
      row: {
        kind: resourceTopics[topic],
        id,
        name: resource?.name ?? '',
        labels: resource?.labels ?? {},
        target: resource?.target ?? null,
        version: resource?.version ?? 0,
        arrival: timeCell(place.timestamp),
        deleted: resource === undefined,
        _partition: place.partition,
        _offset: place.offset,
      },
    },
  ];
