/** Timestamps of changes, in order of time. */
export type Changes = readonly number[];

/** Maximum number of changes kept; a Check that moves more often within a window is flapping anyway. */
const limit = 10_000;

/** Inserts a change at its place in time. */
export function withChange(changes: Changes, timestamp: number): Changes {
  let place = changes.length;
  while (place > 0 && (changes[place - 1] as number) > timestamp) place -= 1;
  return [...changes.slice(0, place), timestamp, ...changes.slice(place)].slice(-limit);
}

/** Removes the change at this time. */
export function withoutChange(changes: Changes, timestamp: number): Changes {
  const place = changes.lastIndexOf(timestamp);
  return place < 0 ? changes : [...changes.slice(0, place), ...changes.slice(place + 1)];
}

/** How many changes have timestamps in (end - within, end]. */
export function countWithin(changes: Changes, within: number, end: number): number {
  return changes.filter((time) => time > end - within && time <= end).length;
}

/** The changes after a moment. */
export function changesAfter(changes: Changes, floor: number): Changes {
  return changes.length > 0 && (changes[0] ?? 0) <= floor ? changes.filter((time) => time > floor) : changes;
}

/**
 * The end of a flap: `within` after the (settle + 1)-th newest of the changes, the first instant at which
 * `settle` or fewer are left in the window.
 */
export function endOfFlap(changes: Changes, rule: { within: number; settle: number }): number {
  return (changes.at(-1 - rule.settle) ?? -Infinity) + rule.within;
}
