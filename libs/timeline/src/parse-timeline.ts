import type { AnyResource, Fault, Source } from '@panto/resource';
import { Cast } from './cast';
import { readBlock, readSources } from './read-resources';
import { StoryDraft } from './story-draft';
import type { Story } from './story';
import { textOf, Unreadable, Words, wordsOf } from './words';

/** The stories of a file, or all of its faults. */
export type TimelineReading =
  | { readonly ok: true; readonly stories: readonly Story[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Opens a file that a timeline names, relative to the timeline; returns the reason as a text if it cannot.
 */
export type Open = (path: string) => Source | string;

/** Resources that cannot be used: everything below them would fail only because of them. */
class FaultyResources extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super('faulty resources');
  }
}

/** Parses the stories of a `.timeline` file. */
export function parseTimeline(
  source: Source,
  open: Open = () => 'no other file can be opened here',
): TimelineReading {
  const parser = new TimelineParser(source, open);
  parser.run();
  const { faults, stories } = parser;
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, stories: stories.map((draft) => draft.finish()) };
}

const beginnings = '`story`, `configure`, `start`, a moment such as `+30s`, or `=>`';

class TimelineParser {
  readonly faults: Fault[] = [];
  readonly stories: StoryDraft[] = [];
  private readonly lines: readonly string[];
  /** Index of the line being parsed. */
  private at = 0;
  private base = Cast.empty;

  constructor(
    private readonly source: Source,
    private readonly open: Open,
  ) {
    this.lines = source.text.split(/\r?\n/);
  }

  run(): void {
    try {
      for (; this.at < this.lines.length; this.at += 1) this.tryLine();
    } catch (error) {
      if (!(error instanceof FaultyResources)) throw error;
      this.faults.push(...error.faults);
      return;
    }
    if (this.stories.length === 0 && this.faults.length === 0) {
      this.faults.push(this.fault(1, 1, 'there is no story here; begin one with `story what it shows`'));
    }
  }

  private tryLine(): void {
    const line = this.at + 1;
    try {
      this.readLine();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.faults.push(this.fault(line, error.column, error.message));
    }
  }

  private fault(line: number, column: number, message: string): Fault {
    return { file: this.source.file, line, column, path: '', pointer: '', message };
  }

  private get text(): string {
    return this.lines[this.at] ?? '';
  }

  private get story(): StoryDraft | undefined {
    return this.stories.at(-1);
  }

  private readLine(): void {
    // A title is free text, in which a quote or # is not special.
    if (/^\s*story(\s|$)/.test(this.text)) {
      this.beginStory();
      return;
    }
    const all = wordsOf(this.text);
    const words = new Words(all, this.text.trimEnd().length + 1);
    const [first] = all;
    if (first === undefined) return;
    if (first.text === 'configure') this.configure(words);
    else if (first.text === 'start') this.begun(first.column).startAt(words);
    else if (first.text === '=>') this.begun(first.column).expect(words, this.text, this.at + 1);
    else if (/^[+-]\d/.test(first.text)) this.tell(words);
    else throw new Unreadable(first.column, `a line begins with ${beginnings}, not with ${first.text}`);
  }

  private beginStory(): void {
    const title = this.text.replace(/^\s*story/, '').trim();
    if (title === '')
      throw new Unreadable(1, 'say what the story shows: `story a slow checkout becomes CRITICAL`');
    this.stories.push(new StoryDraft(title, this.source.file, this.at + 1, this.base));
  }

  private begun(column: number): StoryDraft {
    if (this.story !== undefined) return this.story;
    throw new Unreadable(column, 'no story has begun; begin one with `story what it shows`');
  }

  /** Parses a line of the clock. */
  private tell(words: Words): void {
    const [line, text] = [this.at + 1, this.text];
    const story = this.begun(words.column);
    const clock = words.take('a moment');
    const configure = words.peek?.text === 'configure';
    const { event, expected } = words.split('=>');
    const resources = configure ? this.resources(event, story.cast) : undefined;
    story.tell(clock, event, { line, text, resources });
    if (expected !== undefined) story.expect(expected, text, line);
  }

  /** Parses resources that exist from the start: of all stories, or of the current one. */
  private configure(words: Words): void {
    const { column } = words;
    const { story } = this;
    const resources = this.resources(words, story?.cast ?? this.base);
    if (story === undefined) this.base = this.base.configure(resources, undefined);
    else story.configure(resources, column);
  }

  /** The resources of `configure file ...`, or of the indented block below. */
  private resources(words: Words, cast: Cast): readonly AnyResource[] {
    const { column } = words.take('configure');
    const paths = [];
    while (words.peek !== undefined) paths.push(words.take('a file'));
    const block = paths.length === 0 ? this.block() : undefined;
    if (block?.length === 0) {
      throw new Unreadable(column, 'resources are missing; name a file, or write them below, indented');
    }
    const sources = paths.map((path) => {
      const opened = this.open(textOf(path));
      if (typeof opened === 'string')
        throw new FaultyResources([this.fault(this.at + 1, path.column, `${path.text}: ${opened}`)]);
      return opened;
    });
    const { file } = this.source;
    const reading =
      block === undefined
        ? readSources(sources, cast.known)
        : readBlock({ file, line: this.at + 2 - block.length, lines: block }, cast.known);
    if (!reading.ok) throw new FaultyResources(reading.faults);
    return reading.resources;
  }

  /** Takes the lines indented more deeply than the present one. */
  private block(): readonly string[] {
    const indent = this.text.search(/\S/);
    const isInside = (line: string) =>
      line.trim() === '' || (line.search(/\S/) > indent && !line.trimStart().startsWith('=>'));
    const rest = this.lines.slice(this.at + 1);
    const end = rest.findIndex((line) => !isInside(line));
    const lines = end < 0 ? rest : rest.slice(0, end);
    this.at += lines.length;
    return lines.some((line) => line.trim() !== '') ? lines : [];
  }
}
