import type { Dependency, Notification } from '@panto/model';
import type { Acknowledgement } from './acknowledgement';
import type { Route } from './route';
import type { Silence } from './silence';

/** What a message says about a Check or a Target. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The configuration around an Alert at the moment it is decided. */
export interface Surroundings {
  /** Null: not configured (any more). */
  readonly check: Named | null;
  readonly target: Named | null;
  readonly routes: readonly Route[];
  readonly channels: readonly Pick<Named, 'id' | 'name'>[];
  readonly silences: readonly Silence[];
  /** That of the Check; null: none. */
  readonly acknowledgement: Acknowledgement | null;
  /** The nearest dependency of the Target that is down; null: none is. */
  readonly dependency: Dependency | null;
  /** How long to wait to see whether a dependency goes down too, ms; 0: there is nothing to wait for. */
  readonly dependencyWait: number;
}

/** The configuration around an Alert of a Check and its Target, now. */
export type SurroundingsOf = (of: Pick<Notification, 'check' | 'target'>) => Surroundings;

/** Labels of the Target and of the Check merged; the Check's win. */
export function labelsOf(surroundings: Surroundings): Readonly<Record<string, string>> {
  return { ...surroundings.target?.labels, ...surroundings.check?.labels };
}

/** A Channel by its UUID, else by its name; undefined: not configured. */
export function channelOf(
  { channels }: Surroundings,
  nameOrId: string,
): Surroundings['channels'][number] | undefined {
  return (
    channels.find((channel) => channel.id === nameOrId) ??
    channels.find((channel) => channel.name === nameOrId)
  );
}
