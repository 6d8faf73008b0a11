import type { Reason } from '@panto/model';
import { isRepeat, type Said } from './said';
import type { Expectation, Story } from './story';

/** A line of a story that did not come true. */
export interface Miss {
  /** Index of the entry. */
  readonly entry: number;
  /** Expected, but did not happen. */
  readonly missing: readonly Expectation[];
  /** Happened, but was not expected. */
  readonly unexpected: readonly Said[];
}

/**
 * Compares the expectations of a story with its outputs. A line with expectations must list everything: each
 * change of State and each Alert, in order; only repetitions of a State and notes may be left out. A line
 * without expectations claims nothing. The order between States and Alerts, and between Alerts of different
 * rules, is not compared: readers must not rely on it.
 */
export function judgeStory(story: Story, said: readonly Said[]): readonly Miss[] {
  return story.entries.flatMap(({ expectations }, entry): readonly Miss[] => {
    if (expectations.length === 0) return [];
    const own = said.filter((one) => one.entry === entry);
    const { missing, unexpected } = compare(expectations, own);
    return missing.length + unexpected.length === 0 ? [] : [{ entry, missing, unexpected }];
  });
}

type Difference = Omit<Miss, 'entry'>;

function compare(expectations: readonly Expectation[], said: readonly Said[]): Difference {
  const wanted = expectations.flatMap((one) => Array.from({ length: one.times }, () => one));
  const silences = wanted.filter(({ kind }) => kind === 'nothing');
  const claims = wanted.filter(({ kind }) => kind !== 'nothing');
  const streams = new Set([...claims.map(streamOf), ...said.map(streamOfSaid)]);
  const parts = [...streams].map((stream) =>
    match(
      claims.filter((one) => streamOf(one) === stream),
      said.filter((one) => streamOfSaid(one) === stream),
    ),
  );
  const broken = said.filter((one) => one.kind !== 'note' && silences.some(({ check }) => (check ?? one.check) === one.check)); // prettier-ignore
  const unexpected = new Set([...parts.flatMap((part) => part.unexpected), ...broken]);
  return {
    missing: [
      ...new Set(parts.flatMap((part) => part.missing)),
      ...(broken.length > 0 ? silences.slice(0, 1) : []),
    ],
    unexpected: said.filter((one) => unexpected.has(one)),
  };
}

/** Goes through the outputs in order: each fulfils the next claim, or may be left out, or is unexpected. */
function match(claims: readonly Expectation[], said: readonly Said[]): Difference {
  let next = 0;
  const unexpected: Said[] = [];
  for (const one of said) {
    const claim = claims[next];
    if (claim !== undefined && fulfils(one, claim)) next += 1;
    else if (!isRepeat(one) && one.kind !== 'note') unexpected.push(one);
  }
  return { missing: claims.slice(next), unexpected };
}

/** Order matters among the States of a Check, and among the Alerts of one rule. */
function streamOf(one: Expectation): string {
  switch (one.kind) {
    case 'alert':
      return JSON.stringify([one.check, one.kind, one.rule]);
    case 'note':
      return JSON.stringify([one.check, one.kind, one.reason]);
    case 'state':
    case 'nothing':
      return JSON.stringify([one.check, one.kind]);
  }
}

function streamOfSaid(one: Said): string {
  switch (one.kind) {
    case 'alert':
      return JSON.stringify([one.check, one.kind, one.alert.rule]);
    case 'note':
      return JSON.stringify([one.check, one.kind, one.reason]);
    case 'state':
      return JSON.stringify([one.check, one.kind]);
  }
}

function fulfils(said: Said, claim: Expectation): boolean {
  switch (said.kind) {
    case 'note':
      return claim.kind === 'note';
    case 'state':
      return claim.kind === 'state' && fulfilsState(said, claim);
    case 'alert': {
      if (claim.kind !== 'alert') return false;
      const { status, state, timestamp, reasons, text } = said.alert;
      const same =
        status === claim.status && state === claim.state && said.episode === (claim.episode ?? said.episode);
      return same && timestamp === (claim.at ?? timestamp) && gives(claim.because, reasons, text);
    }
  }
}

function fulfilsState(
  said: Extract<Said, { kind: 'state' }>,
  claim: Extract<Expectation, { kind: 'state' }>,
): boolean {
  const { state, previous, timestamp, occurrences, late, reasons } = said.state;
  return (
    state === claim.state &&
    previous === (claim.was ?? previous) &&
    (!claim.again || isRepeat(said)) &&
    timestamp === (claim.at ?? timestamp) &&
    occurrences === (claim.occurrences ?? occurrences) &&
    (!claim.late || late) &&
    gives(claim.because, reasons)
  );
}

/** Whether each wanted text occurs in a reason, or in the sentence of an Alert. */
function gives(wanted: readonly string[], reasons: readonly Reason[], sentence = ''): boolean {
  const texts = [...reasons.map(({ text }) => text), sentence];
  return wanted.every((one) => texts.some((text) => text.includes(one)));
}
