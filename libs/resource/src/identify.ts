import type { Directory, Entry } from './directory';
import type { Draft } from './draft';
import type { Fault } from './fault';
import type { SourceDocument } from './yaml-document';

type Origin = SourceDocument;

/** A draft with its place in the directory. */
export interface Identified {
  readonly draft: Draft;
  readonly entry: Entry<Origin>;
}

/** The outcome of assigning UUIDs to drafts. */
export interface Identification {
  readonly identified: readonly Identified[];
  readonly faults: readonly Fault[];
}

/**
 * Assigns UUIDs to the drafts of one kind and puts them into the directory; finds duplicate ids and names.
 */
export function identifyAll(drafts: readonly Draft[], directory: Directory<Origin>): Identification {
  const identified: Identified[] = [];
  const faults: Fault[] = [];
  const holders = new Map<string, Identified>();
  for (const draft of drafts) {
    const entry = entryOf(draft, directory);
    const holder = holders.get(entry.id);
    if (holder !== undefined) faults.push(usedTwice(draft, entry, holder));
    else {
      holders.set(entry.id, { draft, entry });
      identified.push({ draft, entry });
      if (draft.metadata.id === undefined) faults.push(...takenId(draft, entry, directory));
    }
  }
  directory.put(identified.map(({ entry }) => entry));
  return { identified, faults: [...faults, ...identified.flatMap((one) => namesakes(one, directory))] };
}

/** The fault if another resource has the same name. */
function namesakes({ draft, entry }: Identified, directory: Directory<Origin>): readonly Fault[] {
  const other = directory.namesake(entry);
  if (other === undefined) return [];
  const where =
    other.origin === undefined ? `the present one with id ${other.id}` : `the one ${placeOf(other.origin)}`;
  const own = `give each ${entry.kind} its own${entry.kind === 'Check' ? ' on its Target' : ''}`;
  return [
    draft.document.fault(['metadata', 'name'], `\`${entry.name}\` is also the name of ${where}; ${own}`),
  ];
}

/** The fault if an earlier document has the same id. */
function usedTwice(draft: Draft, entry: Entry<Origin>, holder: Identified): Fault {
  const where = placeOf(holder.draft.document);
  if (draft.metadata.id === undefined || entry.name === holder.entry.name) {
    const message = `\`${entry.name}\` is also the name of the ${entry.kind} ${where}; keep one of them`;
    return draft.document.fault(['metadata', 'name'], message);
  }
  return draft.document.fault(
    ['metadata', 'id'],
    `is also the id of the ${entry.kind} ${where}; give each its own`,
  );
}

/** The fault if a UUID derived from a name still belongs to a resource that was renamed. */
function takenId(draft: Draft, entry: Entry<Origin>, directory: Directory<Origin>): readonly Fault[] {
  const present = directory.get(entry.kind, entry.id);
  if (present === undefined || present.name === entry.name) return [];
  const message = `the id derived from this name belongs to \`${present.name}\`, which had it before; give this one a metadata.id`;
  return [draft.document.fault(['metadata', 'name'], message)];
}

function entryOf(draft: Draft, directory: Directory<Origin>): Entry<Origin> {
  const { kind, metadata, document, written } = draft;
  const target = kind === 'Check' ? targetOf(written.target, directory) : undefined;
  return {
    kind,
    id: metadata.id ?? directory.identify(kind, metadata.name, target),
    name: metadata.name,
    origin: document,
    ...(target !== undefined && { target }),
    ...(kind === 'Target' && { dependsOn: textsOf(written.dependsOn) }),
  };
}

/**
 * The UUID of the Target of a Check; if there is no such Target, the reference as written keeps names apart.
 */
function targetOf(reference: unknown, directory: Directory<Origin>): string {
  return typeof reference === 'string' ? (directory.find('Target', reference)?.id ?? reference) : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function placeOf(document: SourceDocument): string {
  const { file, line } = document.fault(['metadata', 'name'], '');
  return `at ${file}:${line}`;
}
