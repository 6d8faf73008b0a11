import { type AlertStatus, alertStatusValues, type StateName, stateNameValues } from '@panto/model';
import type { Cast } from './cast';
import { readClock } from './clock';
import { type Expectation, noteReasons } from './story';
import { textOf, Unreadable, type Word, type Words } from './words';

/** The context of an expectation. */
export interface ExpectationContext {
  readonly cast: Cast;
  readonly start: number;
  /** The Check of its line; undefined: all. */
  readonly check: string | undefined;
  readonly line: number;
  /** The expectation as written in the story. */
  readonly text: string;
}

const advice =
  'say `State OK`, `Alert any-change firing CRITICAL`, `nothing`, ' +
  `or why nothing: ${noteReasons.join(', ')}`;

type Draft = {
  at?: number;
  was?: StateName;
  occurrences?: number;
  episode?: number;
  again: boolean;
  late: boolean;
  times: number;
  because: string[];
};

/** Parses the part after `=>`. */
export function readExpectation(words: Words, context: ExpectationContext): Expectation {
  const named = words.peek?.text.endsWith(':') === true ? words.take('a Check') : undefined;
  const own = named === undefined ? context.check : context.cast.find(withoutColon(named));
  const { line, text } = context;
  const kind = words.take(`what is expected; ${advice}`);
  const detail = (rest: Draft, check = own ?? context.cast.meant(kind.column)) => ({
    check,
    because: rest.because,
    times: rest.times,
    text,
    line,
    ...(rest.at === undefined ? {} : { at: rest.at }),
  });
  switch (kind.text) {
    case 'nothing': {
      atEnd(words);
      return { kind: 'nothing', check: own, because: [], times: 1, text, line };
    }
    case 'State': {
      const state = readState(words);
      const rest = readRest(words, context, ['again', 'late', 'was', 'at', 'occurrences', 'because']);
      const { again, late, was, occurrences } = rest;
      return {
        kind: 'state',
        state,
        again,
        late,
        ...detail(rest),
        ...(was === undefined ? {} : { was }),
        ...(occurrences === undefined ? {} : { occurrences }),
      };
    }
    case 'Alert': {
      const rule = textOf(words.take('the name of the alert rule'));
      const status = readStatus(words.take('firing or resolved'));
      const state = readState(words);
      const rest = readRest(words, context, ['at', 'episode', 'because']);
      const { episode } = rest;
      return {
        kind: 'alert',
        rule,
        status,
        state,
        ...detail(rest),
        ...(episode === undefined ? {} : { episode }),
      };
    }
    default: {
      const reason = noteReasons.find((one) => one === kind.text);
      if (reason === undefined)
        throw new Unreadable(kind.column, `${kind.text} cannot be expected; ${advice}`);
      return { kind: 'note', reason, ...detail(readRest(words, context, [])) };
    }
  }
}

/** The name before the colon of `name:`. */
export function withoutColon({ text, column }: Word): Word {
  return { text: text.slice(0, -1), column };
}

function readState(words: Words): StateName {
  const word = words.take('the name of a State');
  const state = stateNameValues.find((name) => name === word.text.toUpperCase());
  if (state === undefined) {
    throw new Unreadable(word.column, `${word.text} is not a State; there are ${stateNameValues.join(', ')}`);
  }
  return state;
}

function readStatus({ text, column }: Word): AlertStatus {
  const status = alertStatusValues.find((one) => one === text);
  if (status === undefined)
    throw new Unreadable(column, `${text}: an Alert is ${alertStatusValues.join(' or ')}`);
  return status;
}

/** Parses the words that narrow an expectation. */
function readRest(words: Words, { start }: ExpectationContext, allowed: readonly string[]): Draft {
  const draft: Draft = { again: false, late: false, times: 1, because: [] };
  for (let word = words.peek; word !== undefined; word = words.peek) {
    words.take('');
    const times = /^x(\d+)$/.exec(word.text);
    if (times !== null) draft.times = whole({ text: times[1] ?? '', column: word.column });
    else if (allowed.includes(word.text)) readDetail(word.text, words, draft, start);
    else {
      throw new Unreadable(
        word.column,
        `${word.text} is not understood; there are ${[...allowed, 'x2'].join(', ')}`,
      );
    }
  }
  return draft;
}

function readDetail(word: string, words: Words, draft: Draft, start: number): void {
  switch (word) {
    case 'again':
      draft.again = true;
      return;
    case 'late':
      draft.late = true;
      return;
    case 'was':
      draft.was = readState(words);
      return;
    case 'at':
      draft.at = start + readClock(words.take('a moment, such as +30s'), true);
      return;
    case 'occurrences':
      draft.occurrences = whole(words.take('how many'));
      return;
    case 'episode':
      draft.episode = whole(words.take('which episode: 1, 2 ...'));
      return;
    case 'because':
      do draft.because.push(textOf(words.take('the reason, in quotes')));
      while (words.skip('and'));
  }
}

/** Parses a number from 1 to 100,000. */
export function whole({ text, column }: Word): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 100_000) {
    throw new Unreadable(column, `${text}: must be a whole number from 1 to 100000`);
  }
  return value;
}

/** Throws Unreadable if words are left. */
export function atEnd(words: Words): void {
  const word = words.peek;
  if (word !== undefined) {
    throw new Unreadable(
      word.column,
      `${word.text} is one word too many; end the line before it, or put text in quotes`,
    );
  }
}
