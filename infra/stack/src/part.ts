/** How one knows that a part answers. */
export type Sign =
  { readonly kind: 'kafka'; readonly port: number } | { readonly kind: 'http'; readonly url: string };

/** A process of the local stack, described: what to run, where it listens, how one knows that it is up. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** A server is something the apps need; an app is one of Panto's processes. */
  readonly kind: 'server' | 'app';
  /** Names of the parts that must be up first; the order of the table is the order of starting. */
  readonly after: readonly string[];
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly sign: Sign | undefined;
  /** Where users find it. */
  readonly address: string | undefined;
  /** How long it may take until it is up, ms. */
  readonly startWithin: number;
  /** How long it may take to stop before it is killed, ms. */
  readonly stopWithin: number;
}

/** The parts in waves: everything in a wave needs only what is in the waves before it. */
export function waves(parts: readonly Part[]): readonly (readonly Part[])[] {
  const here = new Set(parts.map((part) => part.name));
  const done = new Set<string>();
  const result: Part[][] = [];
  let left = [...parts];
  while (left.length > 0) {
    const wave = left.filter((part) => part.after.every((name) => done.has(name) || !here.has(name)));
    if (wave.length === 0)
      throw new Error(`parts wait for each other: ${left.map((p) => p.name).join(', ')}`);
    wave.forEach((part) => done.add(part.name));
    left = left.filter((part) => !done.has(part.name));
    result.push(wave);
  }
  return result;
}

/** The order of stopping: the table from its end, so apps before what they need. */
export const stopOrder = (parts: readonly Part[]): readonly Part[] => [...parts].reverse();
