/** How to tell that a part is up. */
export type Sign =
  { readonly kind: 'kafka'; readonly port: number } | { readonly kind: 'http'; readonly url: string };

/** A process of the local stack: what to run, where it listens, how to tell that it is up. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** A server is something the apps need; an app is one of Panto's processes. */
  readonly kind: 'server' | 'app';
  /** Names of the parts that must be up first; they come before it in the table. */
  readonly after: readonly string[];
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly sign: Sign | undefined;
  /** Its address for users. */
  readonly address: string | undefined;
  /** Maximum time until it is up, ms. */
  readonly startWithin: number;
  /** Maximum time to stop before it is killed, ms. */
  readonly stopWithin: number;
}

/** The order of stopping: the reverse of the table, so that apps stop before what they need. */
export const stopOrder = (parts: readonly Part[]): readonly Part[] => [...parts].reverse();
