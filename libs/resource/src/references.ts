import { DependencyCycles } from './dependency-cycle';
import type { Directory } from './directory';
import type { Draft } from './draft';
import type { Fault, Step } from './fault';
import type { Kind } from './kind';
import type { Links } from './resource';

/** What references are resolved against, and how strictly. */
export interface Surroundings<Origin> {
  readonly directory: Directory<Origin>;
  /** False: Agents are ignored (simulation). */
  readonly agents: boolean;
  /** False: some document has no readable name, and a dangling reference may mean that one. */
  readonly complete: boolean;
  /** Cycles of dependencies, over the directory. */
  readonly cycles: DependencyCycles;
}

/** Finds cycles over a directory. */
export const cyclesIn = (directory: Directory<unknown>): DependencyCycles =>
  new DependencyCycles((id) => dependencies(id, directory));

/** The references of a resource as UUIDs, and the faults of dangling ones. */
export interface Linking<K extends Kind> {
  readonly links: Links[K];
  readonly faults: readonly Fault[];
}

/**
 * Resolves the references of a draft by its kind. Works on the spec as written, so that other faults do not
 * hide dangling references.
 */
export function resolveLinks<K extends Kind>(
  draft: Draft<K>,
  id: string,
  surroundings: Surroundings<unknown>,
): Linking<K> {
  return resolvers[draft.kind](draft, id, surroundings);
}

type Resolver<K extends Kind> = (
  draft: Draft<K>,
  id: string,
  surroundings: Surroundings<unknown>,
) => Linking<K>;

const resolvers: { readonly [K in Kind]: Resolver<K> } = {
  Target: (draft, id, surroundings) => {
    const { directory, cycles } = surroundings;
    const faults: Fault[] = [];
    const dependsOn = resolveAll(
      draft,
      surroundings,
      'Target',
      ['spec', 'dependsOn'],
      draft.written.dependsOn,
      faults,
    );
    const cycle = faults.length === 0 ? cycles.through(id) : undefined;
    if (cycle !== undefined) {
      const names = cycle.map((one) => directory.get('Target', one)?.name ?? one).join(' -> ');
      faults.push(
        draft.document.fault(['spec', 'dependsOn'], `depends on itself: ${names}; break the cycle`),
      );
    }
    return { links: { dependsOn }, faults };
  },
  Agent: () => ({ links: {}, faults: [] }),
  Channel: () => ({ links: {}, faults: [] }),
  Check: (draft, _id, surroundings) => {
    const faults: Fault[] = [];
    const { target, agent, probe } = draft.written;
    const targetId = resolve(draft, surroundings, 'Target', ['spec', 'target'], target, faults);
    if (!surroundings.agents || agent === undefined)
      return { links: { target: targetId, agent: null }, faults };
    const agentId = resolve(draft, surroundings, 'Agent', ['spec', 'agent'], agent, faults);
    if (probe === undefined) {
      const message = 'missing; the Agent must know which Probe to run, such as http';
      faults.push(draft.document.fault(['spec', 'probe'], message));
    }
    return { links: { target: targetId, agent: agentId }, faults };
  },
  Route: (draft, _id, surroundings) => {
    const faults: Fault[] = [];
    const channels = resolveAll(
      draft,
      surroundings,
      'Channel',
      ['spec', 'channels'],
      draft.written.channels,
      faults,
    );
    return { links: { channels }, faults };
  },
  Silence: (draft, _id, surroundings) => {
    const faults: Fault[] = [];
    const { targets: names, checks: called } = matchOf(draft);
    const targets = resolveAll(draft, surroundings, 'Target', ['spec', 'match', 'targets'], names, faults);
    const checks = listOf(called).flatMap((reference, index) =>
      checksOf(draft, surroundings, { reference, index, targets }, faults),
    );
    return { links: { targets, checks: [...new Set(checks)] }, faults };
  },
};

function matchOf({ written: { match } }: Draft): { readonly targets?: unknown; readonly checks?: unknown } {
  return typeof match === 'object' && match !== null ? match : {};
}

/** A Check as a Silence names it: `index` in its list, on one of these Targets if any are given. */
interface Called {
  readonly reference: unknown;
  readonly index: number;
  readonly targets: readonly string[];
}

/** The matching Checks: names are unique only within a Target, so one name may match many. */
function checksOf(
  draft: Draft,
  { directory, complete }: Surroundings<unknown>,
  { reference, index, targets }: Called,
  faults: Fault[],
): readonly string[] {
  if (typeof reference !== 'string') return [];
  const there = directory.checksCalled(reference);
  const found = there.filter(({ target }) => targets.length === 0 || targets.includes(target ?? ''));
  if (found.length > 0 || !complete) return found.map(({ id }) => id);
  const what =
    there.length > 0
      ? `no Check \`${reference}\` is on any of the Targets named here`
      : `there is no Check \`${reference}\`${directory.suggest('Check', reference) || '; add it, or name an existing one'}`;
  faults.push(draft.document.fault(['spec', 'match', 'checks', index], what));
  return [];
}

function dependencies(id: string, directory: Directory<unknown>): readonly string[] {
  const references = directory.get('Target', id)?.dependsOn ?? [];
  return references.flatMap((reference) => directory.find('Target', reference)?.id ?? []);
}

function resolveAll(
  draft: Draft,
  surroundings: Surroundings<unknown>,
  kind: Kind,
  path: readonly Step[],
  references: unknown,
  faults: Fault[],
): readonly string[] {
  return listOf(references).map((reference, index) =>
    resolve(draft, surroundings, kind, [...path, index], reference, faults),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function resolve(
  draft: Draft,
  surroundings: Surroundings<unknown>,
  kind: Kind,
  path: readonly Step[],
  reference: unknown,
  faults: Fault[],
): string {
  const { directory, complete } = surroundings;
  // A reference that is not a text is a fault of form, which has been reported.
  if (typeof reference !== 'string') return '';
  const entry = directory.find(kind, reference);
  if (entry !== undefined) return entry.id;
  if (!complete) return '';
  const message = `there is no ${kind} \`${reference}\`${directory.suggest(kind, reference) || `; add it, or name an existing one`}`;
  faults.push(draft.document.fault(path, message));
  return '';
}
