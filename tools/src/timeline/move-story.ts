import { type Alert, type State, uuidV5 } from '@panto/model';
import { canonicalJson } from '@panto/resource';
import { endOf, foldStory, type Happening, type Said, type Story } from '@panto/timeline';

const namespace = '6f1d7b1e-5f0c-4d53-9a63-0d6a4c2f7b11';

/** Stories longer than this are played after the others, ms. */
const long = 2 * 60 * 60_000;

/**
 * All stories at the same time, starting at a given moment. The long ones begin when the others are over and their
 * Checks are gone: otherwise those would be missing all the while.
 */
export function arrange(stories: readonly Story[], start: number): readonly Story[] {
  const isLong = (story: Story): boolean => endOf(story) - story.start > long;
  const first = stories.filter((story) => !isLong(story)).map((story) => moveStory(story, start));
  const end = Math.max(start, ...first.map(endOf)) + 1_000;
  const second = stories.filter(isLong).map((story) => moveStory(story, end + 1_000));
  return [...first.map((story) => withoutChecksAt(story, end)), ...second];
}

/** A story that ends with the removal of its Checks. */
function withoutChecksAt(story: Story, at: number): Story {
  const happenings = [...story.names.keys()].map((check) => ({ kind: 'remove', at, check }) as const);
  const entry = { line: story.line, text: 'the end', check: undefined, happenings, expectations: [] };
  return { ...story, entries: [...story.entries, entry] };
}

/** A story that begins at another moment, with its own Checks. */
function moveStory(story: Story, start: number): Story {
  const by = start - story.start;
  const idOf = (check: string): string => uuidV5(namespace, `${story.file} ${story.title} ${check}`);
  return {
    ...story,
    start,
    names: new Map([...story.names].map(([check, name]) => [idOf(check), name])),
    entries: story.entries.map((entry) => ({
      ...entry,
      check: entry.check === undefined ? undefined : idOf(entry.check),
      happenings: entry.happenings.map((one) => moveHappening(one, by, idOf)),
      // They refer to moments and Checks of the story as written; they were judged there.
      expectations: [],
    })),
  };
}

function moveHappening(one: Happening, by: number, idOf: (check: string) => string): Happening {
  const at = one.at + by;
  switch (one.kind) {
    case 'time':
      return { ...one, at };
    case 'remove':
      return { ...one, at, check: idOf(one.check) };
    case 'result':
      return { ...one, at, check: idOf(one.check), timestamp: one.timestamp + by };
    case 'configure': {
      const check = idOf(one.check);
      const createdAt = one.configuration.createdAt + by;
      return { ...one, at, check, configuration: { ...one.configuration, id: check, createdAt } };
    }
  }
}

/** What the plain folds of the stories publish, one line per record, Check by Check. */
export function spokenOf(stories: readonly Story[], kind: 'states' | 'alerts'): readonly string[] {
  return transcript(stories.flatMap(foldStory).flatMap((one) => published(one, kind)));
}

function published(said: Said, kind: 'states' | 'alerts'): readonly (State | Alert)[] {
  if (said.kind === 'state') return kind === 'states' ? [said.state] : [];
  return said.kind === 'alert' && kind === 'alerts' ? [said.alert] : [];
}

/** Records of a topic, of each story up to its end: afterwards its Checks continue to be missing. */
export function untilEnds(stories: readonly Story[], records: readonly (State | Alert)[]): readonly string[] {
  const ends = new Map(
    stories.flatMap((story) => [...story.names.keys()].map((check) => [check, endOf(story)])),
  );
  return transcript(records.filter(({ check, arrival }) => arrival <= (ends.get(check) ?? -Infinity)));
}

/** Records as text, so that a difference is readable; those of a Check stay in order. */
function transcript(records: readonly (State | Alert)[]): readonly string[] {
  return [...records].sort((a, b) => (a.check < b.check ? -1 : Number(a.check > b.check))).map(canonicalJson);
}
