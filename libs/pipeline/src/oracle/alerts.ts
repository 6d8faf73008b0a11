import type {
  AlertKind,
  AlertRule,
  AlertStatus,
  ChangeRule,
  FlapRule,
  RecurrenceRule,
  StateName,
} from '@panto/model';
import { isWorse, type ExpectedState, type Place } from './states';

/** An Alert that must be published. */
export interface ExpectedAlert {
  readonly check: string;
  readonly rule: string;
  readonly kind: AlertKind;
  readonly status: AlertStatus;
  readonly state: StateName;
  readonly timestamp: number;
  /** Which episode of the rule it belongs to: 0, 1, 2 ... */
  readonly episode: number;
  readonly place: Place;
}

/** A flap: the State records from `first` to `last` came while it lasted. */
interface Flap {
  readonly rule: FlapRule;
  readonly first: number;
  readonly last: number;
  /** When it ended; undefined: it has not ended. */
  readonly end?: { readonly timestamp: number; readonly place: Place };
}

type Telling = Omit<ExpectedAlert, 'episode' | 'check' | 'rule' | 'kind'>;

const isChange = ({ state, previous }: ExpectedState) => state !== previous;

/** 5.3: the timestamps of the changes among some records; the very first move does not count if it is to OK. */
function changes(records: readonly ExpectedState[]): number[] {
  return records
    .filter(isChange)
    .filter(({ state }, at) => at > 0 || state !== 'OK')
    .map(({ timestamp }) => timestamp);
}

/** 5.3: whether the last of some records starts a flap, if none is active. */
function starts({ within, moreThan }: FlapRule, records: readonly ExpectedState[]): boolean {
  const record = records.at(-1);
  if (record === undefined || !isChange(record)) return false;
  const t = record.timestamp;
  return changes(records).filter((time) => time > t - within && time <= t).length > moreThan;
}

/** 5.3: when a flap ends, judging after the last of some records. */
function endAfter({ settle, within }: FlapRule, records: readonly ExpectedState[]): number {
  const newestFirst = changes(records).sort((a, b) => b - a);
  return (newestFirst[settle] ?? NaN) + within;
}

/** All flaps of a rule. */
function flaps(rule: FlapRule, records: readonly ExpectedState[], until: number): Flap[] {
  const found: Flap[] = [];
  for (const first of records.keys()) {
    if (first <= (found.at(-1)?.last ?? -1)) continue;
    if (starts(rule, records.slice(0, first + 1))) found.push(flapFrom(first, rule, records, until));
  }
  return found;
}

function flapFrom(first: number, rule: FlapRule, records: readonly ExpectedState[], until: number): Flap {
  for (let last = first; last < records.length; last++) {
    const timestamp = endAfter(rule, records.slice(0, last + 1));
    const place = placeOfEnd(timestamp, until, records[last], records[last + 1]);
    if (place !== undefined) return { rule, first, last, end: { timestamp, place } };
  }
  return { rule, first, last: records.length - 1 };
}

/** Where an end between two records is decided; undefined: it is not yet due when the next one comes. */
function placeOfEnd(
  end: number,
  until: number,
  after?: ExpectedState,
  before?: ExpectedState,
): Place | undefined {
  if (after !== undefined && end <= after.place[0])
    return [after.place[0], after.place[1], after.place[2], 1];
  if (end <= (before?.place[0] ?? until)) return [end, 0, -1, 0];
  // Published before the record, but by the same decision: readers must not rely on that order (9.6).
  if (before !== undefined && end <= before.timestamp) return before.place;
  return undefined;
}

function flapTellings(all: readonly Flap[], records: readonly ExpectedState[]): Telling[] {
  return all.flatMap(({ first, last, end }): Telling[] => {
    const [from, to] = [records[first], records[last]];
    if (from === undefined || to === undefined) return [];
    const start: Telling = {
      status: 'firing',
      state: from.state,
      timestamp: from.timestamp,
      place: from.place,
    };
    return end === undefined ? [start] : [start, { ...end, status: 'resolved', state: to.state }];
  });
}

function recurrenceTellings(rule: RecurrenceRule, records: readonly ExpectedState[]): Telling[] {
  const tellings: Telling[] = [];
  for (const { state, timestamp, place, occurrences, problemOccurrences } of records) {
    const beyond = (rule.counts === 'not-ok' ? problemOccurrences : occurrences) - (rule.moreThan + 1);
    const again = rule.repeatEvery !== undefined && beyond > 0 && beyond % rule.repeatEvery === 0;
    const fires = state !== 'OK' && (beyond === 0 || again);
    if (fires) tellings.push({ status: 'firing', state, timestamp, place });
    else if (state === 'OK' && tellings.at(-1)?.status === 'firing')
      tellings.push({ status: 'resolved', state, timestamp, place });
  }
  return tellings;
}

/** 5.1 and 5.3: what a change rule publishes, given the flaps that hold. */
function changeTellings(
  rule: ChangeRule,
  records: readonly ExpectedState[],
  holding: readonly Flap[],
): Telling[] {
  const tellings: Telling[] = [];
  const tell = (state: StateName, than: StateName, timestamp: number, place: Place) => {
    const open = tellings.at(-1)?.status === 'firing';
    if (state === 'OK' && open) tellings.push({ status: 'resolved', state, timestamp, place });
    if (state !== 'OK' && (!rule.onlyWorse || isWorse(state, than)))
      tellings.push({ status: 'firing', state, timestamp, place });
  };
  for (const [at, record] of records.entries()) {
    const { state, previous, timestamp, place } = record;
    const held = holding.some(
      (flap) => flap.first <= at && at <= flap.last && !isFirstCritical(flap, at, records),
    );
    if (isChange(record) && !held) tell(state, previous, timestamp, place);
    const end = endOfHolding(at, holding);
    const told = tellings.at(-1)?.state ?? 'OK';
    if (end !== undefined && state !== told) tell(state, told, end.timestamp, end.place);
  }
  return tellings;
}

/** Whether a record is the first move to CRITICAL in a flap. */
function isFirstCritical({ first }: Flap, at: number, records: readonly ExpectedState[]): boolean {
  const moves = records
    .slice(first, at + 1)
    .filter((record) => isChange(record) && record.state === 'CRITICAL');
  return records[at]?.state === 'CRITICAL' && moves.length === 1;
}

/** The end of the last flap that holds, if it comes after this record and before the next. */
function endOfHolding(at: number, holding: readonly Flap[]): Flap['end'] {
  const on = holding.filter(({ first, last }) => first <= at && at <= last);
  if (on.some(({ last, end }) => last > at || end === undefined)) return undefined;
  return on.map(({ end }) => end).sort((a, b) => (b?.timestamp ?? 0) - (a?.timestamp ?? 0))[0];
}

/** The Alerts of a Check, rule by rule. */
export function expectedAlerts(
  check: string,
  rules: readonly AlertRule[],
  records: readonly ExpectedState[],
  until: number,
): ExpectedAlert[] {
  const holding = rules.flatMap((rule) =>
    rule.type === 'flap' && rule.holdChanges ? flaps(rule, records, until) : [],
  );
  const tellings = (rule: AlertRule): Telling[] => {
    switch (rule.type) {
      case 'change':
        return changeTellings(rule, records, holding);
      case 'recurrence':
        return recurrenceTellings(rule, records);
      case 'flap':
        return flapTellings(flaps(rule, records, until), records);
    }
  };
  return rules.flatMap((rule) => {
    const told = tellings(rule);
    return told.map((telling, at): ExpectedAlert => {
      const episode = told.slice(0, at).filter(({ status }) => status === 'resolved').length;
      return { check, rule: rule.name, kind: rule.type, ...telling, episode };
    });
  });
}
