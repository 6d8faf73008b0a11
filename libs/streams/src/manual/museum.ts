import { type DriverRecord, MemoryBroker, type RunSettings, type Topology, wholeMemory } from '../index';

/** The inputs of the manual's stage about a room. */
export type RoomInput =
  | { readonly kind: 'visitors'; readonly change: number; readonly at: number }
  | { readonly kind: 'seats'; readonly seats: number }
  | { readonly kind: 'tick'; readonly at: number };

/** Its outputs. */
export type RoomOutput =
  | { readonly kind: 'full'; readonly inside: number; readonly at: number }
  | { readonly kind: 'free'; readonly inside: number; readonly at: number }
  | { readonly kind: 'quiet'; readonly at: number };

/** What it remembers of a room. */
export interface Room {
  readonly inside: number;
  readonly seats: number;
  /** What was said last. */
  readonly full: boolean;
  /** When the room counts as quiet, ms; null: that has been said, or nobody ever came. */
  readonly quietAt: number | null;
}

const minute = 60_000;
const unknown: Room = { inside: 0, seats: 0, full: false, quietAt: null };

function evolve(room: Room, fact: RoomInput | RoomOutput): Room {
  switch (fact.kind) {
    // What is seen.
    case 'visitors':
      return { ...room, inside: room.inside + fact.change, quietAt: fact.at + 10 * minute };
    case 'seats':
      return { ...room, seats: fact.seats };
    case 'tick':
      return { ...room, quietAt: null };
    // What is said.
    case 'full':
      return { ...room, full: true };
    case 'free':
      return { ...room, full: false };
    case 'quiet':
      return room;
  }
}

function decide(input: RoomInput, { inside, seats, full }: Room): readonly RoomOutput[] {
  if (input.kind === 'tick') return [{ kind: 'quiet', at: input.at }];
  if (input.kind === 'seats') return [];
  if (input.change === 13) throw new Error('this room does not like the number thirteen');
  const { at } = input;
  if (inside >= seats && !full) return [{ kind: 'full', inside, at }];
  if (inside < seats && full) return [{ kind: 'free', inside, at }];
  return [];
}

/**
 * The stage of the manual from its second chapter on: visitors come and go in the rooms of a museum; it says when a
 * room is full, when there is a seat again, and when nobody has moved for ten minutes.
 */
export const museum: Topology<Room, RoomInput, RoomOutput> = {
  name: 'museum',
  inputs: [
    {
      topic: 'visitors',
      role: 'stream',
      read: ({ key, value, timestamp }, clock) => {
        const time = Math.max(timestamp, clock);
        if (value === null) return { kind: 'time', time };
        const change = Number(String(value));
        if (!Number.isInteger(change))
          return { kind: 'dead', reason: 'no-number', detail: String(value), time };
        return { kind: 'input', key: String(key), input: { kind: 'visitors', change, at: time }, time };
      },
      ready: (_, room) => room.seats > 0,
    },
    {
      topic: 'seats',
      role: 'table',
      read: ({ key, value }) => ({
        kind: 'input',
        key: String(key),
        input: { kind: 'seats', seats: Number(String(value)) },
      }),
    },
  ],
  outputs: ['signs'],
  snapshots: 'museum-snapshots',
  deadLetters: 'museum-dead-letters',
  ticksTo: ['signs'],
  decider: {
    initial: () => unknown,
    evolve,
    decide,
    dueAt: ({ quietAt }) => quietAt ?? undefined,
    tick: (at) => ({ kind: 'tick', at }),
  },
  memory: wholeMemory({
    encode: (room) => Buffer.from(JSON.stringify(room)),
    decode: (bytes) => JSON.parse(String(bytes)) as Room,
  }),
  write: ({ kind, at }, key) => ({
    kind: 'record',
    record: { topic: 'signs', key, value: Buffer.from(kind), timestamp: at },
  }),
};

/** A log in memory with the topics of the museum. */
export function museumBroker(partitions: number): MemoryBroker {
  const broker = new MemoryBroker();
  const { inputs, outputs, snapshots, deadLetters } = museum;
  const topics = [...inputs.map(({ topic }) => topic), ...outputs, snapshots, deadLetters];
  for (const topic of topics) broker.create(topic, partitions);
  return broker;
}

/** Visitors enter or leave a room in a minute of the story: a record for the driver. */
export function visitors(room: string, change: number, at = 0): DriverRecord {
  return { topic: 'visitors', key: room, value: Buffer.from(String(change)), timestamp: at * minute };
}

/** The number of seats of a room: a record for the driver. */
export function seats(room: string, count: number): DriverRecord {
  return { ...visitors(room, count), topic: 'seats' };
}

/** Settings for stories: nothing waits long. */
export const quick: Partial<RunSettings> = { linger: 1, callTimeout: 2_000 };

/** Writes a record into a log in memory. */
export function put(
  broker: MemoryBroker,
  topic: string,
  key: string,
  value: string,
  at: { readonly partition?: number; readonly minute?: number } = {},
): void {
  const records = [{ topic, key, value: Buffer.from(value), timestamp: (at.minute ?? 0) * minute }];
  broker.append([{ topic, partition: at.partition ?? 0, records }]);
}

/** Waits until a condition holds. */
export async function eventually(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !isSo();) {
    if (Date.now() > end) throw new Error('the condition did not hold within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Records as readable `key value`, without ticks. */
export function words(
  records: readonly { readonly key: Buffer | string | null; readonly value: Buffer | null }[],
): readonly string[] {
  return records
    .filter(({ value }) => value !== null)
    .map(({ key, value }) => `${String(key)} ${String(value)}`);
}
