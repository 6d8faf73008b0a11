/** A way from an id back to itself along its dependencies, or nothing when there is none. */
export function dependencyCycle(
  start: string,
  dependsOn: (id: string) => readonly string[],
): readonly string[] | undefined {
  const seen = new Set<string>();
  const open: (readonly string[])[] = [[start]];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    for (const next of dependsOn(way.at(-1) ?? start)) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      open.push([...way, next]);
    }
  }
  return undefined;
}
