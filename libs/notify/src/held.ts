import type { Notification, NotificationReason, StateName } from '@panto/model';

/** A Channel from which a message is withheld. */
export interface HeldChannel {
  readonly channel: string;
  readonly route: string | null;
  /** The State it was told before; null: none. */
  readonly told: StateName | null;
}

/**
 * What a Silence, a dependency or an acknowledgement withholds of an episode: its newest Alert, from the
 * Channels that do not know its State.
 */
export interface Held {
  /** The Notification withheld from one of the Channels; the others wait for the same, for the same reason. */
  readonly said: Notification;
  readonly channels: readonly HeldChannel[];
  /** When to check again whether the Alert is still withheld, ms. */
  readonly look: number;
}

/** Time between two checks, ms: it takes this long to notice that something was deleted or changed. */
export const lookEvery = 60_000;

/** What is withheld of an episode after a Notification; a newer Alert replaces the previous one. */
export function holdAfter(before: Held | undefined, said: Notification): Held | undefined {
  const { channel, route, told } = said;
  const held = before?.said.sequence === said.sequence ? before : undefined;
  if (channel === null) return held;
  const others = held?.channels.filter((each) => each.channel !== channel) ?? [];
  const channels = owes(said) ? [...others, { channel, route, told }] : others;
  if (channels.length === 0) return undefined;
  // The newest record counts: a wait may have been decided meanwhile.
  const newest = held === undefined || owes(said) ? said : held.said;
  return { said: newest, channels, look: held?.look ?? said.arrival + lookEvery };
}

/** Reasons for withholding a message that is sent once the reason ends. */
const holding: ReadonlySet<NotificationReason> = new Set(['silenced', 'dependency', 'dependencyAwaited', 'acknowledged']); // prettier-ignore

/** A Channel that already knows the State has missed nothing. */
function owes({ reason, told, state }: Notification): boolean {
  return holding.has(reason) && told !== state;
}

/** Until when the held Alert waits to see whether a dependency is down, ms; undefined: it is not waiting. */
export function awaitedUntil(held: Held | undefined): number | undefined {
  return held?.said.reason === 'dependencyAwaited' ? held.look : undefined;
}

/** What is withheld after this time; if a check was due, the next one comes later. */
export function lookedAt(held: Held, time: number): Held {
  return held.look > time ? held : { ...held, look: time + lookEvery };
}

/** The same with the next check at a moment. */
export function lookAt(held: Held, moment: number): Held {
  return held.look === moment ? held : { ...held, look: moment };
}
