import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Document,
  type Node,
} from 'yaml';
import { type Fault, formatPath, formatPointer, type Step } from './fault';
import { plainValue, Unusable } from './plain-value';
import { explainYaml } from './yaml-error';

/** A text with resources, and its name for people. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** One document of a file (or item of its top-level list): its plain value and the positions of its nodes. */
export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
  /** A fault at a path; `at: key` points at the key itself instead of its value. */
  fault(path: readonly Step[], message: string, at?: 'key' | 'value'): Fault;
}

/** Maximum length of a file, in characters. */
const longestText = 16_000_000;

/** The content of a text: its documents, and the faults that keep others from being read. */
export interface ReadDocuments {
  readonly documents: readonly SourceDocument[];
  readonly faults: readonly Fault[];
}

/**
 * Reads YAML 1.2 (core schema) or JSON, a subset of it: the documents of a text, or why it cannot be read.
 * Yields after each.
 */
export function* readDocuments({ file, text }: Source): Generator<undefined, ReadDocuments> {
  if (text.length > longestText)
    return { documents: [], faults: [unread(file, 'is too large; split the file')] };
  const lines = new LineCounter();
  const documents: SourceDocument[] = [];
  const faults: Fault[] = [];
  const tokens = new Parser(lines.addNewLine).parse(text.replace(/^\uFEFF/, ''));
  try {
    for (const document of new Composer(options).compose(tokens)) {
      const read = readDocument(file, document, lines);
      documents.push(...read.documents);
      faults.push(...read.faults);
      yield;
    }
  } catch (error) {
    // Nesting deeper than the stack is the only thing the parser throws at.
    if (!(error instanceof RangeError)) throw error;
    return { documents: [], faults: [unread(file, 'is nested too deeply; write it flatter')] };
  }
  return { documents, faults };
}

const options = {
  version: '1.2',
  schema: 'core',
  intAsBigInt: true,
  uniqueKeys: true,
  prettyErrors: false,
  strict: true,
} as const;

function readDocument(file: string, document: Document.Parsed, lines: LineCounter): ReadDocuments {
  const broken = [...document.errors, ...document.warnings].map((error) => ({
    ...unread(file, explainYaml(file, error.code, error.message)),
    ...place(lines, error.pos[0]),
  }));
  if (broken.length > 0) return { documents: [], faults: firstOfLines(broken) };
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return { documents: [], faults: [] };
  const at = (node: unknown): ReturnType<typeof place> => place(lines, offsetOf(node) ?? offsetOf(root) ?? 0);
  try {
    const items: readonly unknown[] = isSeq(root) ? root.items : [root];
    return {
      documents: items.map((node) => ({
        file,
        value: plainValue(node, document),
        fault: (path, message, side = 'value') => ({
          file,
          ...at(locate(node, path, side, document)),
          path: formatPath(path),
          pointer: formatPointer(path),
          message,
        }),
      })),
      faults: [],
    };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { documents: [], faults: [{ ...unread(file, error.message), ...at(error.node) }] };
  }
}

/** One error causes many after it: only the first fault of a line is worth reading, and only the first few lines. */
function firstOfLines(faults: readonly Fault[]): readonly Fault[] {
  const first = faults.filter(
    ({ line }, index) => faults.findIndex((other) => other.line === line) === index,
  );
  return first.slice(0, 5);
}

/** The node at a path, or the innermost existing node around it. */
function locate(root: unknown, path: readonly Step[], side: 'key' | 'value', document: Document): unknown {
  let node = root;
  for (const [index, step] of path.entries()) {
    const inside = isAlias(node) ? node.resolve(document) : node;
    const last = index === path.length - 1;
    if (isMap(inside)) {
      const pair = inside.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) return node;
      node = (last && side === 'key') || offsetOf(pair.value) === undefined ? pair.key : pair.value;
    } else if (isSeq(inside) && typeof step === 'number' && inside.items[step] !== undefined) {
      node = inside.items[step];
    } else {
      return node;
    }
  }
  return node;
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function place(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

const unread = (file: string, message: string): Fault => ({
  file,
  line: 1,
  column: 1,
  path: '',
  pointer: '',
  message,
});
