import type { Notification, StateName } from '@panto/model';

/** A Channel from which a message is held back. */
export interface HeldChannel {
  readonly channel: string;
  readonly route: string | null;
  /** The State that it was told before; null: nothing. */
  readonly told: StateName | null;
}

/** What a Silence or an acknowledgement holds back of an episode: its newest Alert, from the Channels that do not know its State. */
export interface Held {
  /** What one of the Channels would have been told; the others the same. */
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
  return { said: held?.said ?? said, channels, look: held?.look ?? said.arrival + lookEvery };
}

/** Whoever knows the State already has not missed anything. */
function owes({ reason, told, state }: Notification): boolean {
  return (reason === 'silenced' || reason === 'acknowledged') && told !== state;
}

/** What is held after a time: if that was the time to look, it is looked again later. */
export function lookedAt(held: Held, time: number): Held {
  return held.look > time ? held : { ...held, look: time + lookEvery };
}

/** What is held when the next look is no later than a moment. */
export function lookSooner(held: Held, moment: number): Held {
  return held.look <= moment ? held : { ...held, look: moment };
}
