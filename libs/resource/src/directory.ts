import { looksLikeUuid, nameBasedUuid } from './identity';
import type { Kind } from './kind';
import type { KnownResource } from './resource';
import { suggestion } from './suggestion';

/** A resource in the directory: already present, or from one of the documents (`origin`). */
export interface Entry<Origin> extends KnownResource {
  readonly origin?: Origin;
}

/** All resources as they will be once the documents are applied over the present ones, found by id and by name. */
export class Directory<Origin> {
  private readonly byId = new Map<string, Entry<Origin>>();
  private readonly byName = new Map<string, Entry<Origin>>();

  constructor(known: readonly KnownResource[]) {
    this.put(known);
  }

  /**
   * The UUID for a resource that does not state one: that of the present resource of this name, or one
   * derived from the name.
   */
  identify(kind: Kind, name: string, target?: string): string {
    const present = this.byName.get(nameKey({ kind, name, ...(target !== undefined && { target }) }));
    return present?.id ?? nameBasedUuid(kind, ...(target === undefined ? [] : [target]), name);
  }

  /** The resource with this UUID. */
  get(kind: Kind, id: string): Entry<Origin> | undefined {
    return this.byId.get(idKey(kind, id));
  }

  /**
   * Replaces the resources with the same UUIDs by those of a set. All old names are removed before the first
   * new one is added, so that two resources can swap names. Afterwards `namesake` finds names that clash.
   */
  put(entries: readonly Entry<Origin>[]): void {
    for (const { kind, id } of entries) {
      const before = this.get(kind, id);
      if (before !== undefined && this.byName.get(nameKey(before)) === before)
        this.byName.delete(nameKey(before));
    }
    for (const entry of entries) {
      this.byId.set(idKey(entry.kind, entry.id), entry);
      if (!this.byName.has(nameKey(entry))) this.byName.set(nameKey(entry), entry);
    }
  }

  /** Another resource with the name of this one. */
  namesake(entry: Entry<Origin>): Entry<Origin> | undefined {
    const holder = this.byName.get(nameKey(entry));
    return holder === undefined || holder.id === entry.id ? undefined : holder;
  }

  /** The resource that a reference names: by UUID, else by name. */
  find(kind: Kind, reference: string): Entry<Origin> | undefined {
    const byId = looksLikeUuid(reference) ? this.get(kind, reference.toLowerCase()) : undefined;
    return byId ?? this.byName.get(nameKey({ kind, name: reference }));
  }

  /** The Checks that a reference names: the one with this UUID, else all of this name on any Target. */
  checksCalled(reference: string): readonly Entry<Origin>[] {
    const byId = looksLikeUuid(reference) ? this.get('Check', reference.toLowerCase()) : undefined;
    if (byId !== undefined) return [byId];
    return [...this.byId.values()].filter(({ kind, name }) => kind === 'Check' && name === reference);
  }

  /** "; did you mean `x`?" among the names of a kind. */
  suggest(kind: Kind, reference: string): string {
    const names = [...this.byId.values()].filter((entry) => entry.kind === kind).map(({ name }) => name);
    // With very many names, comparing with each would take longer than the hint is worth.
    return names.length > 2_000 ? '' : suggestion(reference, names);
  }
}

const idKey = (kind: Kind, id: string): string => `${kind}\n${id}`;
const nameKey = ({ kind, name, target = '' }: Pick<KnownResource, 'kind' | 'name' | 'target'>): string =>
  `${kind}\n${target}\n${name}`;
