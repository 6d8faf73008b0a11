import type { Place } from './projection';
import type { TableRow } from './row';
import { timeCell } from './time-cell';

/** The topics of the configuration, and the kind of resource that each holds. */
export const resourceTopics = {
  'config.targets': 'Target',
  'config.agents': 'Agent',
  'config.checks': 'Check',
  'config.channels': 'Channel',
  'config.routes': 'Route',
  'config.silences': 'Silence',
} as const;

/** A topic of the configuration. */
export type ResourceTopic = keyof typeof resourceTopics;

/** What every resource has that is shown; never its spec, for secrets may stand there. */
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
