import {
  type AnyResource,
  type Fault,
  type KnownResource,
  parseResources,
  type Source,
} from '@panto/resource';

/** A block of resources in a story file. */
export interface Block {
  readonly file: string;
  /** First line of the block in the file, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Resources, or what is wrong with them. */
export type ResourcesReading =
  | { readonly ok: true; readonly resources: readonly AnyResource[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads resources from files. */
export function readSources(sources: readonly Source[], known: readonly KnownResource[]): ResourcesReading {
  return parseResources(sources, { known, references: 'lenient' });
}

/** Reads an indented block of resources; faults have their positions in the file. */
export function readBlock({ file, line, lines }: Block, known: readonly KnownResource[]): ResourcesReading {
  const indent = Math.min(...lines.filter((one) => one.trim() !== '').map((one) => one.search(/\S/)));
  const text = '\n'.repeat(line - 1) + lines.map((one) => one.slice(indent)).join('\n');
  const reading = readSources([{ file, text }], known);
  if (reading.ok) return reading;
  return { ok: false, faults: reading.faults.map((fault) => ({ ...fault, column: fault.column + indent })) };
}
