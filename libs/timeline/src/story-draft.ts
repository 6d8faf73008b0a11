import { type AnyResource, parseTimestamp } from '@panto/resource';
import type { Cast } from './cast';
import { formatClock, readClock } from './clock';
import { atEnd, readExpectation, withoutColon } from './read-expectation';
import { readResults } from './read-results';
import type { Entry, Expectation, Happening, Story } from './story';
import { Unreadable, type Word, type Words } from './words';

/** The position of a line of the clock, and the resources it configures. */
interface Origin {
  readonly line: number;
  readonly text: string;
  readonly resources: readonly AnyResource[] | undefined;
}

/** An entry whose expectations are still being parsed. */
interface EntryDraft extends Entry {
  readonly expectations: Expectation[];
  /** ms since the start: of the line, and of the last happening in it. */
  readonly clock: number;
  readonly end: number;
}

const longestStory = 100_000;
const defaultStart = Date.UTC(2026, 0, 1);

/** A story being parsed, line by line. */
export class StoryDraft {
  private start = defaultStart;
  private readonly entries: EntryDraft[] = [];
  private count = 0;
  /** The last line of the clock was unreadable, so its expectations have no entry. */
  private faulty = false;
  private present: Cast;
  private first: Cast;

  constructor(
    private readonly title: string,
    private readonly file: string,
    private readonly line: number,
    cast: Cast,
  ) {
    this.present = cast;
    this.first = cast;
  }

  /** The resources after the lines so far. */
  get cast(): Cast {
    return this.present;
  }

  /** Parses `start 2026-03-29T00:30:00Z`. */
  startAt(words: Words): void {
    const { column } = words.take('start');
    this.beforeClock(column, 'the start of a story');
    const word = words.take('when it starts, such as 2026-03-29T00:30:00Z');
    const start = parseTimestamp(word.text);
    if (start === undefined)
      throw new Unreadable(word.column, `${word.text} is not a time; write 2026-03-29T00:30:00Z`);
    atEnd(words);
    this.start = start;
  }

  /** Adds resources that exist from the start. */
  configure(resources: readonly AnyResource[], column: number): void {
    this.beforeClock(column, 'what is configured from the start (later: `+5m configure ...`)');
    this.first = this.first.configure(resources, undefined);
    this.present = this.first;
  }

  /** Parses a line of the clock, without its expectations. */
  tell(moment: Word, words: Words, { line, text, resources }: Origin): void {
    this.faulty = true;
    const clock = readClock(moment);
    const shown = text.replace(/\s*=>.*$/, '').trim();
    const { check, happenings } = this.happen(clock, words, resources);
    this.count += happenings.length;
    if (this.count > longestStory) {
      throw new Unreadable(
        moment.column,
        `more than ${longestStory} things happen in this story; make it shorter`,
      );
    }
    const end = (happenings.at(-1)?.at ?? this.start) - this.start;
    const entry = { line, text: shown, check, happenings, expectations: [], clock, end };
    this.follow(entry, moment.column);
    this.entries.push(entry);
    this.faulty = false;
  }

  /** Parses `=> ...` about the line before; the arrow may have been consumed already. */
  expect(words: Words, text: string, line: number): void {
    if (this.faulty) return;
    const { column } = words;
    words.skip('=>');
    const entry = this.entries.at(-1);
    if (entry === undefined)
      throw new Unreadable(column, 'nothing has happened yet: `=>` comes after a line of the clock');
    const shown = text.slice(words.column - 1).trim();
    const { cast, start } = this;
    entry.expectations.push(readExpectation(words, { cast, start, check: entry.check, line, text: shown }));
  }

  /** The story, once all of its lines have been parsed. */
  finish(): Story {
    const { title, file, line, start } = this;
    const entries = this.entries.map(({ line, text, check, happenings, expectations }) => ({
      line,
      text,
      check,
      happenings,
      expectations,
    }));
    const beginning: Entry = {
      line,
      text: 'start',
      check: undefined,
      happenings: this.first.ids.map((id) => this.first.configured(id, start, start)),
      expectations: [],
    };
    return { title, file, line, start, names: this.present.names, entries: [beginning, ...entries] };
  }

  private happen(
    clock: number,
    words: Words,
    resources: readonly AnyResource[] | undefined,
  ): { readonly check: string | undefined; readonly happenings: readonly Happening[] } {
    const at = this.start + clock;
    const first = words.peek;
    if (resources !== undefined) {
      this.present = this.present.configure(resources, at);
      const ids = resources.filter(({ kind }) => kind === 'Check').map(({ id }) => id);
      const happenings = ids.map((id) => this.present.configured(id, at, this.start));
      return { check: ids.length === 1 ? ids[0] : undefined, happenings };
    }
    if (first === undefined) return { check: undefined, happenings: [{ kind: 'time', at }] };
    if (words.skip('remove')) {
      const check =
        words.peek === undefined ? this.present.meant(words.column) : this.present.find(words.take(''));
      atEnd(words);
      this.present = this.present.remove(check);
      return { check, happenings: [{ kind: 'remove', at, check }] };
    }
    const check = this.subject(words);
    // `name:` alone: time passes, and the expectations are about this Check.
    if (words.peek === undefined) return { check, happenings: [{ kind: 'time', at }] };
    return { check, happenings: readResults(words, { check, cast: this.present, start: this.start, clock }) };
  }

  private subject(words: Words): string {
    const { peek } = words;
    if (peek === undefined || !peek.text.endsWith(':')) return this.present.meant(words.column);
    return this.present.find(withoutColon(words.take('a Check')));
  }

  /**
   * Checks that the line begins neither before those above it nor in the middle of one about the same Check.
   */
  private follow({ clock, check }: EntryDraft, column: number): void {
    const last = this.entries.at(-1);
    if (last !== undefined && clock < last.clock) {
      throw new Unreadable(
        column,
        `the line above is at ${formatClock(last.clock)}: lines stand in the order in which things arrive; ` +
          'what was measured before is written as `+90s value=1 measured +30s`',
      );
    }
    const open = this.entries.find(
      (one) => one.end > clock && (one.check === undefined || check === undefined || one.check === check),
    );
    if (open !== undefined) {
      throw new Unreadable(
        column,
        `line ${open.line} is still going on until ${formatClock(open.end)}; begin later, or let it repeat less often`,
      );
    }
  }

  private beforeClock(column: number, what: string): void {
    if (this.entries.length > 0)
      throw new Unreadable(column, `${what} comes before the first line of the clock`);
  }
}
