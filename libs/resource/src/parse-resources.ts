import type { z } from 'zod';
import { Directory } from './directory';
import { type Draft, draftOf } from './draft';
import { notOneOf } from './explain';
import { type Fault, sortFaults } from './fault';
import { identifyAll, type Identified } from './identify';
import { kinds } from './kind';
import { cyclesIn, resolveLinks, type Surroundings } from './references';
import type { AnyResource, KnownResource } from './resource';
import { type Checked, checkSchema } from './schema-fault';
import { readDocuments, type ReadDocuments, type Source, type SourceDocument } from './yaml-document';

/** What a set of resources is validated against besides itself. */
export interface Surrounding {
  /** The resources already present: references may name them, and names must not clash with theirs. */
  readonly known?: readonly KnownResource[];
  /** `lenient` ignores the Agent of a Check (simulation); everything else stays strict. */
  readonly references?: 'strict' | 'lenient';
  /** Schemas of the parameters by Probe; absent: parameters are not validated. */
  readonly probes?: Readonly<Record<string, z.ZodType>>;
  /** Schema of the spec of Channels; absent: only the type is validated. */
  readonly channels?: z.ZodType;
}

/** A set of resources, or all of its faults; a single fault rejects the whole set. */
export type Reading =
  | { readonly ok: true; readonly resources: readonly AnyResource[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a set of resource files: forms, names, references; in the order of the files. */
export function parseResources(sources: readonly Source[], surrounding: Surrounding = {}): Reading {
  const reading = readingOf(sources, surrounding);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps, for callers that serve others in between: large sets take seconds. */
export function* readingOf(
  sources: readonly Source[],
  surrounding: Surrounding = {},
): Generator<undefined, Reading> {
  const readings: ReadDocuments[] = [];
  for (const source of sources) readings.push(yield* readDocuments(source));
  const draftings = yield* each(
    readings.flatMap(({ documents }) => documents),
    draftOf,
  );
  const drafts = draftings.flatMap(({ draft }) => (draft === undefined ? [] : [draft]));
  const formal = [...readings, ...draftings].flatMap(({ faults }) => faults);
  const directory = new Directory<SourceDocument>(surrounding.known ?? []);
  const named = kinds.map((kind) =>
    identifyAll(
      drafts.filter((draft) => draft.kind === kind),
      directory,
    ),
  );
  const identified = named.flatMap((one) => one.identified);
  // If a document has no readable name, a dangling reference may well mean that one.
  const complete = drafts.length === draftings.length && readings.every(({ faults }) => faults.length === 0);
  const agents = surrounding.references !== 'lenient';
  const resolving = { directory, agents, complete, cycles: cyclesIn(directory) };
  const finished = yield* each(identified, (one) => finish(one, resolving, surrounding));
  const faults = [...formal, ...named.flatMap((one) => one.faults), ...finished.flatMap((one) => one.faults)];
  if (faults.length > 0) {
    return {
      ok: false,
      faults: sortFaults(
        faults,
        sources.map(({ file }) => file),
      ),
    };
  }
  const byDraft = new Map(finished.map(({ draft, resource }) => [draft, resource]));
  return { ok: true, resources: drafts.flatMap((draft) => byDraft.get(draft) ?? []) };
}

/** Maps items, one item per step. */
function* each<Item, Made>(items: readonly Item[], make: (item: Item) => Made): Generator<undefined, Made[]> {
  const made: Made[] = [];
  for (const item of items) {
    made.push(make(item));
    yield;
  }
  return made;
}

interface Finished {
  readonly draft: Draft;
  readonly resource?: AnyResource;
  readonly faults: readonly Fault[];
}

/** Resolves the references of a draft, and validates what depends on the surroundings. */
function finish(
  { draft, entry }: Identified,
  resolving: Surroundings<SourceDocument>,
  surrounding: Surrounding,
): Finished {
  const { links, faults } = resolveLinks(draft, entry.id, resolving);
  const { kind, written, spec } = draft;
  if (spec === undefined) return { draft, faults };
  const { id, name } = entry;
  const { labels } = draft.metadata;
  // Kind, spec and links of a draft belong together; a type indexed by kind cannot express that.
  const resource = { kind, id, name, labels, written, spec, links } as AnyResource;
  return { draft, resource, faults: [...faults, ...foreignFaults(resource, draft.document, surrounding)] };
}

/** Faults in the parts that other libraries define: parameters of Probes, specs of Channels. */
function foreignFaults(
  resource: AnyResource,
  document: SourceDocument,
  { probes, channels }: Surrounding,
): readonly Fault[] {
  if (resource.kind === 'Channel' && channels !== undefined) {
    return faultsOf(checkSchema(channels, resource.written, document, ['spec']));
  }
  if (resource.kind !== 'Check' || probes === undefined) return [];
  const { agent, probe, parameters } = resource.spec;
  if (agent === undefined || probe === undefined) return [];
  const schema = Object.hasOwn(probes, probe) ? probes[probe] : undefined;
  if (schema === undefined) return [document.fault(['spec', 'probe'], notOneOf(probe, Object.keys(probes)))];
  return faultsOf(checkSchema(schema, parameters, document, ['spec', 'parameters']));
}

const faultsOf = (checked: Checked<unknown>): readonly Fault[] => (checked.ok ? [] : checked.faults);
