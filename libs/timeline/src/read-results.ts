import type { MetricValue } from '@panto/model';
import type { Cast } from './cast';
import { readClock, readDuration } from './clock';
import { whole } from './read-expectation';
import { readSeries, type Series } from './series';
import type { Happening } from './story';
import { textOf, Unreadable, type Words } from './words';

/** Where and when the results of a line arrive. */
export interface ResultContext {
  readonly check: string;
  readonly cast: Cast;
  readonly start: number;
  /** The first arrival, ms since the start. */
  readonly clock: number;
}

interface Draft {
  readonly series: Series[];
  error: string | null;
  /** ms since the start. */
  measured: number | undefined;
  times: number | undefined;
  every: number | undefined;
}

/** Parses the results of a line: `up=true latency=1.5`, `error "why"`, `measured +30s`, `x20 every 30s`. */
export function readResults(words: Words, context: ResultContext): readonly Happening[] {
  const { column } = words;
  const draft: Draft = { series: [], error: null, measured: undefined, times: undefined, every: undefined };
  while (words.peek !== undefined) readPart(words, draft);
  if (draft.error !== null && draft.series.length > 0) {
    throw new Unreadable(column, 'a result is metrics or an error, not both; write two lines');
  }
  if (draft.error === null && draft.series.length === 0) {
    throw new Unreadable(column, 'the result is missing; write metrics as name=value, or error "why"');
  }
  return unfold(draft, lengthOf(draft, column), context);
}

function readPart(words: Words, draft: Draft): void {
  const word = words.take('a metric');
  const times = /^x(\d+)$/.exec(word.text);
  if (times !== null) draft.times = whole({ text: times[1] ?? '', column: word.column });
  else if (word.text === 'every') draft.every = readDuration(words.take('how often, such as 30s'));
  else if (word.text === 'measured')
    draft.measured = readClock(words.take('when it was measured, such as +30s'), true);
  else if (word.text === 'error') draft.error = textOf(words.take('why the Probe could not run, in quotes'));
  else {
    const series = readSeries(word);
    if (draft.series.some(({ name }) => name === series.name)) {
      throw new Unreadable(word.column, `${series.name} appears twice in this line`);
    }
    draft.series.push(series);
  }
}

/** How many results the line stands for: as stated, else as many as its values. */
function lengthOf({ series, times, every }: Draft, column: number): number {
  for (const { name, length } of series) {
    const wanted = times ?? series.find((one) => one.length !== undefined)?.length;
    if (length !== undefined && wanted !== undefined && length !== wanted) {
      throw new Unreadable(
        column,
        `${name} has ${length} values instead of ${wanted}, the number given by the rest of the line`,
      );
    }
  }
  const length = times ?? series.find((one) => one.length !== undefined)?.length ?? 1;
  if (length === 1 && every !== undefined) {
    throw new Unreadable(
      column,
      `\`every\` says how far apart results are, but there is one; say how many: x20`,
    );
  }
  return length;
}

function unfold(draft: Draft, length: number, context: ResultContext): readonly Happening[] {
  const { check, cast, start, clock } = context;
  const every = draft.every ?? cast.intervalOf(check);
  return Array.from({ length }, (_, n) => n).flatMap((n): readonly Happening[] => {
    const metrics = new Map<string, MetricValue>();
    for (const { name, value } of draft.series) {
      const one = value(n);
      if (one !== undefined) metrics.set(name, one);
    }
    if (draft.series.length > 0 && metrics.size === 0) return [];
    const at = start + clock + n * every;
    const timestamp = start + (draft.measured ?? clock) + n * every;
    return [{ kind: 'result', at, check, timestamp, metrics, error: draft.error }];
  });
}
