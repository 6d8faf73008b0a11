/** Groups items by topic, as the protocol requires. */
export function groupByTopic<One extends { readonly topic: string }>(
  list: readonly One[],
): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of list) {
    const same = groups.get(one.topic);
    if (same === undefined) groups.set(one.topic, [one]);
    else same.push(one);
  }
  return groups;
}
