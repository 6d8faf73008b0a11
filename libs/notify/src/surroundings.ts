import type { Dependency, Notification } from '@panto/model';
import type { Acknowledgement } from './acknowledgement';
import type { Route } from './route';
import type { Silence } from './silence';

/** What a message says of a Check or a Target. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is configured around an Alert at the moment it is decided on. */
export interface Surroundings {
  /** Null: not configured (any more). */
  readonly check: Named | null;
  readonly target: Named | null;
  readonly routes: readonly Route[];
  readonly channels: readonly Pick<Named, 'id' | 'name'>[];
  readonly silences: readonly Silence[];
  /** That of the Check; null: there is none. */
  readonly acknowledgement: Acknowledgement | null;
  /** What is down on which the Target depends, the nearest; null: nothing is. */
  readonly dependency: Dependency | null;
  /** How long it is waited whether something of that kind is down, ms; 0: there is nothing to wait for. */
  readonly dependencyWait: number;
}

/** What is configured around an Alert of a Check and its Target, now. */
export type SurroundingsOf = (of: Pick<Notification, 'check' | 'target'>) => Surroundings;

/** Labels of the Target and of the Check in one; the Check's own win. */
export function labelsOf(surroundings: Surroundings): Readonly<Record<string, string>> {
  return { ...surroundings.target?.labels, ...surroundings.check?.labels };
}

/** A Channel by its UUID, else by its name; undefined: none is configured. */
export function channelOf(
  { channels }: Surroundings,
  nameOrId: string,
): Surroundings['channels'][number] | undefined {
  return (
    channels.find((channel) => channel.id === nameOrId) ??
    channels.find((channel) => channel.name === nameOrId)
  );
}
