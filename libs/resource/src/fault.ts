/** One fault in a file of resources: where it is, what is wrong, and what to do about it. */
export interface Fault {
  /** Name of the file as given by the user; `-` for standard input. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Path within the document, for people: `spec.states[0].conditions[1].value`; empty for the document itself. */
  readonly path: string;
  /** The same as a JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** A step into a document: a key or the index of a list. */
export type Step = string | number;

/** A fault as one line in the format of compilers and editors: `file:line:column: message`. */
export function formatFault({ file, line, column, path, message }: Fault): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** Sorts faults by file, then by line. */
export function sortFaults(faults: readonly Fault[], files: readonly string[]): readonly Fault[] {
  const place = new Map(files.map((file, index) => [file, index]));
  return [...faults].sort(
    (a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
}

/** A path for people. */
export function formatPath(path: readonly Step[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const word = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}

/** A path as a JSON Pointer: RFC 6901 writes ~ as ~0 and / as ~1. */
export function formatPointer(path: readonly Step[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
