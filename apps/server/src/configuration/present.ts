import { type Kind, kinds, type KnownResource, looksLikeUuid } from '@panto/resource';
import type { ConfigurationRecord, Records } from './kind-topic';

/** The result of looking up a reference by id or name. */
export type Found<Record> =
  | { readonly kind: 'one'; readonly record: Record }
  | { readonly kind: 'none' }
  /** Checks of several Targets may have the same name. */
  | { readonly kind: 'many'; readonly ids: readonly string[] };

/** The present configuration: the newest record of every resource, from the topics. */
export class Present {
  private readonly records: { readonly [K in Kind]: Map<string, Records[K]> } = {
    Target: new Map(),
    Agent: new Map(),
    Channel: new Map(),
    Check: new Map(),
    Route: new Map(),
    Silence: new Map(),
  };
  private readonly idsByName = new Map<string, Set<string>>();
  private readonly checksByAgent = new Map<string, Set<string>>();

  /** Stores a record, or with null deletes it. Returns the UUIDs of the Agents whose Checks this affects. */
  put<K extends Kind>(kind: K, id: string, record: Records[K] | null): readonly string[] {
    const before = this.records[kind].get(id);
    if (record === null) this.records[kind].delete(id);
    else this.records[kind].set(id, record);
    move(this.idsByName, id, nameKey(kind, before), nameKey(kind, record ?? undefined));
    switch (kind) {
      case 'Check':
        return move(this.checksByAgent, id, agentOf(before), agentOf(record ?? undefined));
      case 'Target':
        return this.agentsOfTarget(id);
      case 'Agent':
        return [id];
      default:
        return [];
    }
  }

  /** The record with a UUID. */
  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.records[kind].get(id);
  }

  /** All records of a kind, by name. */
  list<K extends Kind>(kind: K): readonly Records[K][] {
    return [...this.records[kind].values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** The number of resources of a kind. */
  count(kind: Kind): number {
    return this.records[kind].size;
  }

  /** The Checks that an Agent runs. */
  checksOf(agent: string): readonly Records['Check'][] {
    const ids = [...(this.checksByAgent.get(agent) ?? [])].sort();
    return ids.flatMap((id) => this.get('Check', id) ?? []);
  }

  /** The resource that an id or a name refers to. */
  find<K extends Kind>(kind: K, idOrName: string): Found<Records[K]> {
    const byId = looksLikeUuid(idOrName) ? this.get(kind, idOrName.toLowerCase()) : undefined;
    if (byId !== undefined) return { kind: 'one', record: byId };
    const ids = this.idsByName.get(`${kind} ${idOrName}`) ?? [];
    const named = [...ids].flatMap((id) => this.get(kind, id) ?? []);
    const [record] = named;
    if (record === undefined) return { kind: 'none' };
    return named.length === 1 ? { kind: 'one', record } : { kind: 'many', ids: named.map(({ id }) => id) };
  }

  /** What others may refer to and must not clash with. */
  known(): readonly KnownResource[] {
    return kinds.flatMap((kind) => [...this.records[kind].values()].map((record) => knownOf(kind, record)));
  }

  private agentsOfTarget(target: string): readonly string[] {
    const agents = new Set<string>();
    for (const check of this.records.Check.values()) {
      if (check.target === target && check.agent !== null) agents.add(check.agent);
    }
    return [...agents];
  }
}

function knownOf(kind: Kind, record: ConfigurationRecord): KnownResource {
  return {
    kind,
    id: record.id,
    name: record.name,
    ...('target' in record && { target: record.target }),
    ...('dependsOn' in record && { dependsOn: record.dependsOn }),
  };
}

function agentOf(record: ConfigurationRecord | undefined): string | null {
  return record !== undefined && 'agent' in record ? record.agent : null;
}

function nameKey(kind: Kind, record: ConfigurationRecord | undefined): string | null {
  return record === undefined ? null : `${kind} ${record.name}`;
}

/** Moves an id from one group of an index to another; returns the groups. */
function move(
  index: Map<string, Set<string>>,
  id: string,
  from: string | null,
  to: string | null,
): readonly string[] {
  if (from !== null && from !== to) {
    const rest = index.get(from);
    rest?.delete(id);
    if (rest?.size === 0) index.delete(from);
  }
  if (to !== null) index.set(to, (index.get(to) ?? new Set()).add(id));
  return [from, to].filter((group) => group !== null);
}
