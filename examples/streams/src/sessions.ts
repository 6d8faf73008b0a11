import { type Topology, wholeMemory } from '@panto/streams';

/** Clicks of a visitor without a long pause between them. Times are ms. */
export interface Session {
  readonly began: number;
  readonly ended: number;
  readonly clicks: number;
}

/** What the stage is told of a visitor. */
type Input = { readonly kind: 'click'; readonly at: number } | { readonly kind: 'tick'; readonly at: number };

/** What it says of him. */
type Output = { readonly kind: 'over'; readonly session: Session };

/** The session that is going on. */
type Memory = Session | null;

function evolve(memory: Memory, fact: Input | Output): Memory {
  switch (fact.kind) {
    case 'click':
      return { began: memory?.began ?? fact.at, ended: fact.at, clicks: (memory?.clicks ?? 0) + 1 };
    case 'tick':
      return memory;
    case 'over':
      return null;
  }
}

/** Clicks become sessions: one is over when its visitor has done nothing for `pause` ms. */
export function sessions(pause: number): Topology<Memory, Input, Output> {
  return {
    name: 'sessions',
    inputs: [
      {
        topic: 'clicks',
        role: 'stream',
        // Ticks of the runtime have no value: they are what time is told by while nobody clicks.
        read: ({ key, value, timestamp }, clock) => {
          const at = Math.max(timestamp, clock);
          if (value === null) return { kind: 'time', time: at };
          if (key === null)
            return { kind: 'dead', reason: 'no-visitor', detail: 'a click has a key', time: at };
          return { kind: 'input', key: String(key), input: { kind: 'click', at }, time: at };
        },
      },
    ],
    outputs: ['sessions'],
    snapshots: 'sessions-snapshots',
    deadLetters: 'sessions-dead-letters',
    ticksTo: [],
    decider: {
      initial: () => null,
      evolve,
      decide: (input, memory) =>
        input.kind === 'tick' && memory !== null ? [{ kind: 'over', session: memory }] : [],
      dueAt: (memory) => (memory === null ? undefined : memory.ended + pause),
      tick: (at) => ({ kind: 'tick', at }),
    },
    memory: wholeMemory<Memory>({
      encode: (memory) => Buffer.from(JSON.stringify(memory)),
      decode: (bytes) => JSON.parse(String(bytes)) as Memory,
    }),
    forgettable: (memory) => memory === null,
    write: ({ session }, visitor) => ({
      kind: 'record',
      record: {
        topic: 'sessions',
        key: visitor,
        value: Buffer.from(JSON.stringify(session)),
        timestamp: session.ended + pause,
      },
    }),
  };
}
