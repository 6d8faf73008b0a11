/** How one knows that a part answers. */
export type Sign =
  { readonly kind: 'kafka'; readonly port: number } | { readonly kind: 'http'; readonly url: string };

/** A process of the local stack, described: what to run, where it listens, how one knows that it is up. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** A server is something the apps need; an app is one of Panto's processes. */
  readonly kind: 'server' | 'app';
  /** Names of the parts that must be up first; they stand before it in the table. */
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

/** The order of stopping: the table from its end, so apps before what they need. */
export const stopOrder = (parts: readonly Part[]): readonly Part[] => [...parts].reverse();
