import type { Notification, NotificationReason, StateName } from '@panto/model';

/** A Channel from which a message is held back. */
export interface HeldChannel {
  readonly channel: string;
  readonly route: string | null;
  /** The State that it was told before; null: nothing. */
  readonly told: StateName | null;
}

/**
 * What a Silence, a dependency or an acknowledgement holds back of an episode: its newest Alert, from the Channels that do
 * not know its State.
 */
export interface Held {
  /** What one of the Channels would have been told; the others the same, for the same reason not yet. */
  readonly said: Notification;
  readonly channels: readonly HeldChannel[];
  /** When it is looked whether the Alert is held back still, ms. */
  readonly look: number;
}

/** Between two looks, ms: what was taken away or changed is noticed after as long. */
export const lookEvery = 60_000;

/** What is held of an episode after a Notification; a newer Alert takes the place of the one before. */
export function holdAfter(before: Held | undefined, said: Notification): Held | undefined {
  const { channel, route, told } = said;
  const held = before?.said.sequence === said.sequence ? before : undefined;
  if (channel === null) return held;
  const others = held?.channels.filter((each) => each.channel !== channel) ?? [];
  const channels = owes(said) ? [...others, { channel, route, told }] : others;
  if (channels.length === 0) return undefined;
  // The newest word on it: what was waited for may have been decided by now.
  const newest = held === undefined || owes(said) ? said : held.said;
  return { said: newest, channels, look: held?.look ?? said.arrival + lookEvery };
}

/** Why a message is held back, to be told at the end. */
const holding: ReadonlySet<NotificationReason> = new Set(['silenced', 'dependency', 'dependencyAwaited', 'acknowledged']); // prettier-ignore

/** Whoever knows the State already has not missed anything. */
function owes({ reason, told, state }: Notification): boolean {
  return holding.has(reason) && told !== state;
}

/** Until when it is waited with what is held whether what the Target depends on is down, ms; undefined: it is not. */
export function awaitedUntil(held: Held | undefined): number | undefined {
  return held?.said.reason === 'dependencyAwaited' ? held.look : undefined;
}

/** What is held after a time: if that was the time to look, it is looked again later. */
export function lookedAt(held: Held, time: number): Held {
  return held.look > time ? held : { ...held, look: time + lookEvery };
}

/** What is held when the next look is at a moment. */
export function lookAt(held: Held, moment: number): Held {
  return held.look === moment ? held : { ...held, look: moment };
}
