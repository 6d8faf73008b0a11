import type { ChannelMemory, ConfigurationMark, Delivery, MissedMessage, Notification } from '@panto/model';
import type { Job } from './job';

/** Maximum number of missed messages that a later message mentions; beyond that, the oldest are dropped. */
export const mostMissed = 20;

/** A change of the memory of a Channel. */
export interface MemoryChange {
  readonly channel: string;
  /** Messages to mention later. */
  readonly missed?: readonly MissedMessage[];
  /** Send ids of messages that no longer need to be mentioned. */
  readonly told?: readonly string[];
  /** The configuration with which the Channel asked not to be sent anything more. */
  readonly disabled?: ConfigurationMark;
}

/** How an attempt, or an end without one, changes the memory of its Channel. */
export function changeBy(job: Job, { outcome }: Delivery): MemoryChange {
  const { channel, notification, missed } = job;
  if (outcome === 'expired' || outcome === 'stale') return { channel, missed: [missedMessage(notification)] };
  if (outcome === 'delivered') return { channel, told: [notification.id, ...missed.map(({ id }) => id)] };
  return { channel };
}

/** The memory after a change: the same object if nothing changed. */
export function remembered(memory: ChannelMemory, change: MemoryChange): ChannelMemory {
  const { missed: more = [], told = [], disabled = memory.disabled } = change;
  const known = (id: string): boolean => memory.missed.some((each) => each.id === id);
  const isNews = more.some(({ id }) => !known(id)) || told.some(known) || !isSame(disabled, memory.disabled);
  if (!isNews) return memory;
  const gone = new Set([...told, ...more.map(({ id }) => id)]);
  const missed = [...memory.missed.filter(({ id }) => !gone.has(id)), ...more].slice(-mostMissed);
  return { ...memory, disabled, missed };
}

/** Whether there is nothing to remember. */
export function isBlank({ disabled, missed }: ChannelMemory): boolean {
  return disabled === null && missed.length === 0;
}

/** A message in the form in which a later one mentions it. */
export function missedMessage({ id, title, timestamp }: Notification): MissedMessage {
  return { id, title, timestamp };
}

function isSame(a: ConfigurationMark | null, b: ConfigurationMark | null): boolean {
  return a?.version === b?.version && a?.updatedAt === b?.updatedAt;
}
