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

/** What a set of resources is tested against besides itself. */
export interface Surrounding {
  /** The resources that are present already; references may name them, names must not clash with theirs. */
  readonly known?: readonly KnownResource[];
  /** `lenient` does not look at the Agent of a Check (simulation); all else stays as strict. */
  readonly references?: 'strict' | 'lenient';
  /** Schemas of the parameters by Probe; absent: parameters are not tested. */
  readonly probes?: Readonly<Record<string, z.ZodType>>;
  /** Schema of the spec of Channels; absent: only the type is tested. */
  readonly channels?: z.ZodType;
}

/** A set of resources, or everything that is wrong with it; one fault and nothing of the set is used. */
export type Reading =
  | { readonly ok: true; readonly resources: readonly AnyResource[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a set of files of resources: forms, names, references; in the order of the files. */
export function parseResources(sources: readonly Source[], surrounding: Surrounding = {}): Reading {
  const reading = readingOf(sources, surrounding);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps, for those who have others to serve between them: large sets take seconds. */
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
  // Where a document cannot even be named, a reference that leads nowhere may well mean that one.
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

/** What becomes of each item, a step an item. */
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

/** Resolves the references of a draft, and tests what only the surrounding knows. */
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
  // The kind of a draft, of its spec and of its links are one; the type of a table by kind cannot say so.
  const resource = { kind, id, name, labels, written, spec, links } as AnyResource;
  return { draft, resource, faults: [...faults, ...foreignFaults(resource, draft.document, surrounding)] };
}

/** Faults in the parts whose form other libraries know: parameters of Probes, specs of Channels. */
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
