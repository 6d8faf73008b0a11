/** A sequence of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random element. */
export function pick<Thing>(random: () => number, things: readonly Thing[]): Thing {
  const found = things[Math.floor(random() * things.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}
