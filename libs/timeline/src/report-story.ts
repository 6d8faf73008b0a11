import type { Miss } from './judge-story';
import { formatSaid, type Said } from './said';
import type { Story } from './story';

/** The differences of a story, line by line, for people. */
export function reportMisses(
  story: Story,
  misses: readonly Miss[],
  said: readonly Said[],
): readonly string[] {
  return misses.flatMap(({ entry, missing, unexpected }) => {
    const { line, text } = story.entries[entry] ?? { line: story.line, text: '' };
    const own = said.filter((one) => one.entry === entry);
    return [
      `${story.file}:${missing[0]?.line ?? line}: ${text}`,
      ...missing.map((one) => `  - ${one.text}`),
      ...unexpected.map((one) => `  + ${formatSaid(one, story)}`),
      ...(unexpected.length === 0 ? hint(story, own) : []),
    ];
  });
}

/** What happened instead, if everything that happened was allowed. */
function hint(story: Story, own: readonly Said[]): readonly string[] {
  const shown = own.slice(0, 5).map((one) => `    ${formatSaid(one, story)}`);
  const more = own.length > shown.length ? [`    and ${own.length - shown.length} more`] : [];
  return own.length === 0 ? ['  nothing was said'] : ['  what was said:', ...shown, ...more];
}

/** A whole story with all of its outputs, in its own notation: the way to write expectations down. */
export function narrate(story: Story, said: readonly Said[]): readonly string[] {
  return story.entries.flatMap(({ text }, entry) => {
    const own = said.filter((one) => one.entry === entry);
    if (entry === 0 && own.length === 0) return [];
    const lines = own.length === 0 ? ['nothing'] : own.map((one) => formatSaid(one, story));
    return [text, ...lines.map((line) => `  => ${line}`)];
  });
}
