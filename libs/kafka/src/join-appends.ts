import type { Append } from '@panto/streams';

/**
 * Joins all records of a partition into one append, in order: of two batches for one partition a broker accepts only
 * the last in a request.
 */
export function joinAppends(appends: readonly Append[]): readonly Append[] {
  const byPlace = new Map<string, Append[]>();
  for (const append of appends) {
    const place = `${append.topic}/${append.partition}`;
    const same = byPlace.get(place);
    if (same === undefined) byPlace.set(place, [append]);
    else same.push(append);
  }
  if (byPlace.size === appends.length) return appends;
  return [...byPlace.values()].flatMap((list) => {
    const [first] = list;
    return first === undefined ? [] : [{ ...first, records: list.flatMap(({ records }) => records) }];
  });
}
