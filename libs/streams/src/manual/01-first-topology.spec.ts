import { expect, it } from '@jest/globals';
import { type Topology, TopologyDriver, wholeMemory } from '../index';

/**
 * 1. A first topology.
 *
 * A stage reads topics and writes topics. Here it is neither a process nor a class to inherit from: it is a value, an
 * object that describes what is read, what is decided, and what is written. Nothing in it runs. What runs it is a
 * separate matter: a driver in a spec, a simulation, or tasks on a broker. All of them run the same value.
 */
it('a stage is a value', () => {
  const shout: Topology<null, string, string> = {
    // The name is the prefix of its consumer group and of its transactional ids.
    name: 'shout',

    // What it reads. `read` says what a record means to the stage; here every record is an input of its key.
    inputs: [
      {
        topic: 'whispers',
        role: 'stream',
        read: ({ key, value }) => ({ kind: 'input', key: String(key), input: String(value) }),
      },
    ],

    // What it decides. This one remembers nothing; the one in the next chapter does.
    decider: {
      initial: () => null,
      evolve: (memory) => memory,
      decide: (whisper) => [whisper.toUpperCase()],
    },

    // What it writes: an output of the decider becomes a record.
    outputs: ['shouts'],
    write: (output, key) => ({
      kind: 'record',
      record: { topic: 'shouts', key, value: Buffer.from(output), timestamp: 0 },
    }),

    // Where it keeps its memory, and the records that it refuses. Chapters 6 and 10 are about them.
    snapshots: 'shout-snapshots',
    memory: wholeMemory({ encode: () => Buffer.alloc(0), decode: () => null }),
    deadLetters: 'shout-dead-letters',
    ticksTo: [],
  };

  // The driver runs it in memory, synchronously, without a broker. One call of `feed` is one transaction.
  const driver = new TopologyDriver(shout);
  const written = driver.feed({ topic: 'whispers', key: 'ann', value: Buffer.from('hello'), timestamp: 0 });

  expect(written.map(({ topic, key, value }) => [topic, String(key), String(value)])).toEqual([
    ['shouts', 'ann', 'HELLO'],
  ]);
});
