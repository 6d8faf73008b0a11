/** Runs the stories of the rules as plain folds. */
import { describe, expect, it } from '@jest/globals';
import { foldStory, judgeStory, reportMisses } from './index';
import { readStories } from '../stories/read-stories';

const stories = readStories();

describe.each([...new Set(stories.map(({ file }) => file))])('%s', (file) => {
  const own = stories.filter((story) => story.file === file);
  it.each(own.map((story) => [story.title, story] as const))('%s', (_, story) => {
    const said = foldStory(story);
    expect(reportMisses(story, judgeStory(story, said), said)).toEqual([]);
    expect(story.entries.some(({ expectations }) => expectations.length > 0)).toBe(true);
  });
});

it('the stories reach every State, every kind of Alert, and every reason for no State', () => {
  const said = stories.flatMap(foldStory);
  const reached = new Set(
    said.map((one) => {
      if (one.kind === 'note') return one.reason;
      return one.kind === 'state' ? one.state.state : `${one.alert.kind} ${one.alert.status}`;
    }),
  );
  expect([...reached].sort()).toEqual([
    'CRITICAL', 'ERROR', 'MISSING_DATA', 'OK', 'UNKNOWN', 'WARNING',
    'change firing', 'change resolved', 'clock-ahead', 'duplicate', 'flap firing', 'flap resolved', 'late',
    'recurrence firing', 'recurrence resolved', 'unassigned',
  ]); // prettier-ignore
});
