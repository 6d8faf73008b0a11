import { notOneOf, describe } from './explain';
import type { Fault } from './fault';
import { documentSchema, isKind, type Kind, kinds, type Specs } from './kind';
import { type Metadata, metadataSchema } from './schema/metadata';
import { checkSchema } from './schema-fault';
import type { SourceDocument } from './yaml-document';

/** A document whose form has been validated, but not its references. */
export interface Draft<K extends Kind = Kind> {
  readonly kind: K;
  readonly document: SourceDocument;
  readonly metadata: Metadata;
  /** The spec as a person wrote it. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The parsed spec; absent if it has faults. */
  readonly spec?: Specs[K];
}

/** The outcome for a document: a draft if at least its metadata can be read, and its faults. */
export interface Drafting {
  readonly draft?: Draft;
  readonly faults: readonly Fault[];
}

/** Validates the form of a document by its kind. */
export function draftOf(document: SourceDocument): Drafting {
  const { value } = document;
  if (!isMap(value)) {
    return {
      faults: [
        document.fault([], `a resource is a map with kind, metadata and spec, not ${describe(value)}`),
      ],
    };
  }
  if (!isKind(value.kind)) return { faults: [document.fault(['kind'], notOneOf(value.kind, kinds))] };
  return draftOfKind(value.kind, value, document);
}

function draftOfKind<K extends Kind>(
  kind: K,
  value: Readonly<Record<string, unknown>>,
  document: SourceDocument,
): Drafting {
  const whole = checkSchema(documentSchema(kind), value, document);
  const faults = whole.ok
    ? duplicateRules(value.spec, document)
    : [...whole.faults, ...duplicateRules(value.spec, document)];
  // A faulty spec does not hide the resource from those that refer to it.
  const metadata = metadataSchema.safeParse(value.metadata);
  if (!metadata.success) return { faults };
  const written = isMap(value.spec) ? value.spec : {};
  const draft = { kind, document, metadata: metadata.data, written };
  return { draft: whole.ok ? { ...draft, ...whole.value } : draft, faults };
}

/** Rules of one list with the same name; checked even if the rules themselves have faults. */
function duplicateRules(spec: unknown, document: SourceDocument): readonly Fault[] {
  if (!isMap(spec)) return [];
  return ['states', 'alerts'].flatMap((list) => {
    const rules: unknown = spec[list];
    if (!Array.isArray(rules)) return [];
    const names = rules.map((rule: unknown) => (isMap(rule) ? rule.name : undefined));
    return names.flatMap((name, index) => {
      const first = names.indexOf(name);
      if (typeof name !== 'string' || first === index) return [];
      const message = `\`${name}\` is also the name of rule ${first + 1} of this list; give each its own`;
      return [document.fault(['spec', list, index, 'name'], message)];
    });
  });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
