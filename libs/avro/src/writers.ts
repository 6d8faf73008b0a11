import type { SchemaSource } from './schema-source';

/** What is known of a writer's schema id. */
export type Writer<Reader> =
  | { readonly kind: 'known'; readonly reader: Reader }
  | {
      readonly kind: 'refused';
      readonly reason: 'unknown-schema' | 'incompatible-schema';
      readonly detail: string;
    };

/** Bounds of the memory of writer schemas. */
export interface WriterLimits {
  /** How many ids are remembered; the least recently used one is evicted first. */
  readonly remembered: number;
  /** How many ids are fetched at the same time. */
  readonly concurrency: number;
  /** How long a refusal stands before the registry is asked again, ms. */
  readonly refusedFor: number;
}

/** Enough for every honest topic. */
export const defaultWriterLimits: WriterLimits = { remembered: 2_000, concurrency: 8, refusedFor: 60_000 };

/**
 * Remembers, per schema id, how its bytes are read, or why they cannot be. Asks the registry once per id: concurrent
 * requests are merged, a definite refusal stands for a while, and a failed request is not remembered.
 */
export class Writers<Reader> {
  private readonly held = new Map<number, { readonly writer: Writer<Reader>; readonly until: number }>();
  private readonly asking = new Map<number, Promise<void>>();

  constructor(
    private readonly source: SchemaSource,
    /** Makes a reader from the text of a schema; throws an error with one sentence if that is impossible. */
    private readonly build: (text: string) => Reader,
    private readonly limits: WriterLimits = defaultWriterLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** What is known of an id; undefined: nothing yet, or no longer. */
  get(id: number): Writer<Reader> | undefined {
    const found = this.held.get(id);
    if (found === undefined) return undefined;
    if (this.held.size > this.limits.remembered / 2) {
      this.held.delete(id);
      this.held.set(id, found);
    }
    return found.writer;
  }

  /** Adds a schema that is known without asking. */
  learn(id: number, text: string): void {
    this.hold(id, { kind: 'known', reader: this.build(text) }, Infinity);
  }

  /** Fetches the unknown ids; throws a retryable AvroError if the registry does not respond. */
  async prepare(ids: Iterable<number>): Promise<void> {
    const now = this.now();
    const unknown = [...new Set(ids)].filter((id) => (this.held.get(id)?.until ?? -Infinity) < now);
    for (let at = 0; at < unknown.length; at += this.limits.concurrency) {
      await Promise.all(unknown.slice(at, at + this.limits.concurrency).map((id) => this.ask(id)));
    }
  }

  private ask(id: number): Promise<void> {
    const asked = this.asking.get(id);
    if (asked !== undefined) return asked;
    const asking = this.find(id).finally(() => this.asking.delete(id));
    this.asking.set(id, asking);
    return asking;
  }

  private async find(id: number): Promise<void> {
    const found = await this.source.find(id);
    const until = this.now() + this.limits.refusedFor;
    switch (found.kind) {
      case 'missing':
        return this.hold(
          id,
          { kind: 'refused', reason: 'unknown-schema', detail: `the registry has no schema ${id}` },
          until,
        );
      case 'unreadable':
        return this.hold(
          id,
          { kind: 'refused', reason: 'incompatible-schema', detail: `schema ${id}: ${found.detail}` },
          until,
        );
      case 'schema':
        return this.take(id, found.text, until);
    }
  }

  private take(id: number, text: string, until: number): void {
    try {
      this.learn(id, text);
    } catch (error) {
      const detail = `schema ${id}: ${error instanceof Error ? error.message : String(error)}`;
      this.hold(id, { kind: 'refused', reason: 'incompatible-schema', detail: detail.slice(0, 300) }, until);
    }
  }

  private hold(id: number, writer: Writer<Reader>, until: number): void {
    this.held.delete(id);
    this.held.set(id, { writer, until });
    for (const oldest of this.held.keys()) {
      if (this.held.size <= this.limits.remembered) return;
      this.held.delete(oldest);
    }
  }
}
