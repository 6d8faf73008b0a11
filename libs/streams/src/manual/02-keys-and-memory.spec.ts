import { describe, expect, it } from '@jest/globals';
import { step } from '@panto/decider';
import { TopologyDriver } from '../index';
import { museum, seats, visitors, words } from './museum';

/**
 * 2. Keys and memory.
 *
 * From here on the manual is about a museum (museum.ts: read it now, it is one page). Every room is a key, and has its
 * own memory. A decider is three pure functions over plain data:
 *
 *   initial()             the memory of a key of which nothing is known
 *   evolve(memory, fact)  the memory after something was seen (an input) or said (an output)
 *   decide(input, memory) the outputs, given the memory that has already seen the input
 *
 * Because the memory records what was said as well as what was seen, `decide` says only what is new.
 */
describe('keys and memory', () => {
  it('an input is seen, then decided about, then the output is remembered', () => {
    const { decider } = museum;
    const hall = { ...decider.initial('hall'), seats: 2, inside: 1 };

    const first = step(decider, hall, { kind: 'visitors', change: 1, at: 0 });
    expect(first.outputs).toEqual([{ kind: 'full', inside: 2, at: 0 }]);
    expect(first.memory).toMatchObject({ inside: 2, full: true });

    // One more visitor comes. The room is as full as before, and that has been said.
    const second = step(decider, first.memory, { kind: 'visitors', change: 1, at: 0 });
    expect(second.outputs).toEqual([]);
  });

  it('every key has its own memory', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall', 2), seats('attic', 9)]);
    expect(words(driver.feed([visitors('attic', 3), visitors('hall', 3), visitors('hall', -2)]))).toEqual([
      'hall full',
      'hall free',
    ]);
    expect(driver.memoryOf('hall').inside).toBe(1);
    expect(driver.memoryOf('attic').inside).toBe(3);
  });

  it('how records are grouped into transactions makes no difference', () => {
    const records = [seats('hall', 2), ...[1, 2, -2, 4, -5].map((change) => visitors('hall', change))];
    const together = new TopologyDriver(museum);
    together.feed(records);
    const oneByOne = new TopologyDriver(museum);
    for (const record of records) oneByOne.feed(record);
    expect(words(oneByOne.outputs)).toEqual(['hall full', 'hall free', 'hall full', 'hall free']);
    expect(words(together.outputs)).toEqual(words(oneByOne.outputs));
  });
});
