import type { ChannelMemory, ConfigurationMark, Delivery, MissedMessage, Notification } from '@panto/model';
import type { Job } from './job';

/** Most messages of a Channel that a later one tells of; of more the oldest are passed over. */
export const mostMissed = 20;

/** What changes in what is remembered of a Channel. */
export interface MemoryChange {
  readonly channel: string;
  /** Messages that are to be told of. */
  readonly missed?: readonly MissedMessage[];
  /** Send ids of messages that need not be told of any more. */
  readonly told?: readonly string[];
  /** The configuration with which the Channel asked to be sent nothing more. */
  readonly disabled?: ConfigurationMark;
}

/** What an attempt, or an end without one, changes in what is remembered of its Channel. */
export function changeBy(job: Job, { outcome }: Delivery): MemoryChange {
  const { channel, notification, missed } = job;
  if (outcome === 'expired' || outcome === 'stale') return { channel, missed: [missedMessage(notification)] };
  if (outcome === 'delivered') return { channel, told: [notification.id, ...missed.map(({ id }) => id)] };
  return { channel };
}

/** What is remembered after a change: the same object where nothing changed. */
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

/** A message as a later one tells of it. */
export function missedMessage({ id, title, timestamp }: Notification): MissedMessage {
  return { id, title, timestamp };
}

function isSame(a: ConfigurationMark | null, b: ConfigurationMark | null): boolean {
  return a?.version === b?.version && a?.updatedAt === b?.updatedAt;
}
