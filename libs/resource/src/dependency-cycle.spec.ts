import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DependencyCycles } from './dependency-cycle';

const cyclesOf = (graph: Readonly<Record<string, readonly string[]>>) =>
  new DependencyCycles((id) => graph[id] ?? []);

describe('a cycle of dependencies', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[] | undefined]>([
    ['itself', { a: ['a'] }, ['a', 'a']],
    ['another', { a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    ['the second of several', { a: ['x', 'b'], b: ['c'], c: ['y', 'a'] }, ['a', 'b', 'c', 'a']],
    ['nobody', { a: ['b', 'c'], b: ['d'], c: ['d'] }, undefined],
    ['others that are in a cycle', { a: ['b'], b: ['c'], c: ['b'] }, undefined],
  ])('through %s', (_, graph, wanted) => {
    expect(cyclesOf(graph).through('a')).toEqual(wanted);
  });

  it('is found wherever there is one, in whatever order the nodes are queried', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const graphs = fc.record(Object.fromEntries(ids.map((id) => [id, fc.subarray(ids)])));
    /** By definition: whether following dependencies comes back to the start. */
    const comesBack = (graph: Record<string, string[]>, start: string) => {
      const after = new Set(graph[start]);
      for (const id of after) for (const next of graph[id] ?? []) after.add(next);
      return after.has(start);
    };
    fc.assert(
      fc.property(graphs, fc.shuffledSubarray(ids, { minLength: 5 }), (graph, order) => {
        const cycles = cyclesOf(graph);
        for (const id of order) expect(cycles.through(id) !== undefined).toBe(comesBack(graph, id));
      }),
    );
  });

  it('is searched for only once along a long chain, however many queries there are', () => {
    let asked = 0;
    const length = 20_000;
    const cycles = new DependencyCycles((id) => {
      asked += 1;
      return Number(id) + 1 < length ? [String(Number(id) + 1)] : [];
    });
    for (let id = 0; id < length; id += 1) expect(cycles.through(String(id))).toBeUndefined();
    expect(asked).toBeLessThan(2 * length);
  });
});
