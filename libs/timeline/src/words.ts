/**
 * A word of a line, and its column from 1. Quotes protect blanks and marks: `path="/var log"` is one word.
 */
export interface Word {
  readonly text: string;
  readonly column: number;
}

/** A line that cannot be understood: where, why, and what to do. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
}

/** The words of a line up to its comment. Throws Unreadable at an unclosed quote. */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at] ?? '')) at += 1;
    else if (line[at] === '#') break;
    else {
      const end = endOfWord(line, at);
      words.push({ text: line.slice(at, end), column: at + 1 });
      at = end;
    }
  }
  return words;
}

function endOfWord(line: string, from: number): number {
  let at = from;
  while (at < line.length && !/\s/.test(line[at] ?? '')) {
    if (line[at] !== '"') at += 1;
    else {
      const close = /^"(?:[^"\\]|\\.)*"/.exec(line.slice(at));
      if (close === null) throw new Unreadable(at + 1, 'this quote is never closed; end the text with "');
      at += close[0].length;
    }
  }
  return at;
}

/** A reader of the words of a line. */
export class Words {
  private next = 0;

  constructor(
    private readonly words: readonly Word[],
    /** Column after the line, reported if something is missing. */
    private readonly end: number,
  ) {}

  /** The next word; undefined at the end. */
  get peek(): Word | undefined {
    return this.words[this.next];
  }

  /** Column of the next word, or of the end. */
  get column(): number {
    return this.peek?.column ?? this.end;
  }

  /** Takes the next word, which must exist; `what` says what is expected. */
  take(what: string): Word {
    const word = this.peek;
    if (word === undefined) throw new Unreadable(this.end, `${what} is missing`);
    this.next += 1;
    return word;
  }

  /** Splits at a mark, if there is one: the words before it and those after it. */
  split(mark: string): { readonly event: Words; readonly expected: Words | undefined } {
    const rest = this.words.slice(this.next);
    const at = rest.findIndex(({ text }) => text === mark);
    const found = rest[at];
    if (found === undefined) return { event: new Words(rest, this.end), expected: undefined };
    return {
      event: new Words(rest.slice(0, at), found.column),
      expected: new Words(rest.slice(at + 1), this.end),
    };
  }

  /** Takes the next word if it is this one. */
  skip(text: string): boolean {
    if (this.peek?.text !== text) return false;
    this.next += 1;
    return true;
  }
}

/** The text in quotes, or a word as it is. */
export function textOf({ text, column }: Word): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
  } catch {
    // Reported below, with the position.
  }
  throw new Unreadable(column, `${text} is not valid text in quotes; escape as in JSON: \\" \\\\ \\n`);
}
