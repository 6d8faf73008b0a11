import type {
  CheckConfiguration,
  EntryState,
  HistoryCondition,
  SeverityOrder,
  ThresholdCondition,
  TrendCondition,
} from '@panto/model';
import { compareSeverity } from '@panto/model';
import type { Matcher } from './compare';
import type { Need, Needs } from './past';

/** A condition of any of the three algorithms, discriminated by `type`. */
export type Condition =
  | ({ readonly type: 'threshold' } & ThresholdCondition)
  | ({ readonly type: 'trend' } & TrendCondition)
  | ({ readonly type: 'history' } & HistoryCondition);

/** A prepared condition: its latch index, its pattern compiled. */
export interface PlannedCondition {
  readonly condition: Condition;
  /** Index of its latch; conditions without `recover` have one too, always false. */
  readonly index: number;
  /** Name and text of the condition, used to find its latch again after a change of the configuration. */
  readonly identity: string;
  /** Index of its field among the trends or histories of the plan; -1: it does not look back. */
  readonly track: number;
  readonly matcher?: Matcher;
}

/** A prepared entry. */
export interface PlannedEntry {
  readonly state: EntryState;
  readonly match: 'all' | 'any';
  readonly conditions: readonly PlannedCondition[];
}

/** A prepared rule: entries worst first. */
export interface PlannedRule {
  readonly name: string;
  readonly entries: readonly PlannedEntry[];
}

/** What an evaluation needs from a configuration, computed once per version. */
export interface Plan extends Needs {
  readonly rules: readonly PlannedRule[];
  readonly conditions: readonly PlannedCondition[];
  /** Latches that are all open. Most Checks are in this state, and share the list. */
  readonly unlatched: readonly boolean[];
}

/** Settings of evaluation that are not part of a Check. */
export interface EvaluateSettings {
  readonly severity: SeverityOrder;
  /** Compiles an unanchored regular expression whose running time is bounded. */
  readonly compileMatcher: (pattern: string) => Matcher;
}

/** Prepares the state rules of a Check for evaluation. */
export function planOf(states: CheckConfiguration['states'], settings: EvaluateSettings): Plan {
  const conditions: PlannedCondition[] = [];
  const typed = states.map((rule) => ({ name: rule.name, entries: conditionsByEntry(rule) }));
  const all = typed.flatMap(({ entries }) => entries.flatMap((entry) => entry.conditions));
  const [trends, histories] = [longest(all, trendNeed), longest(all, historyNeed)];
  const plan = (rule: string, condition: Condition): PlannedCondition => {
    const needs = condition.type === 'trend' ? trends : condition.type === 'history' ? histories : [];
    const track = needs.findIndex(({ field }) => field === condition.field);
    const planned = { ...planCondition(rule, condition, conditions.length, settings), track };
    conditions.push(planned);
    return planned;
  };
  const rules = typed.map((rule) => ({
    name: rule.name,
    entries: rule.entries
      .map((entry) => ({ ...entry, conditions: entry.conditions.map((c) => plan(rule.name, c)) }))
      .sort((a, b) => compareSeverity(settings.severity, b.state, a.state)),
  }));
  const fields = {
    trends: trends.map(({ field }) => field),
    histories: histories.map(({ field }) => field),
  };
  return { rules, conditions, unlatched: conditions.map(() => false), fields, trends, histories };
}

function planCondition(rule: string, condition: Condition, index: number, settings: EvaluateSettings) {
  const identity = `${rule} ${describe(condition)}`;
  const pattern =
    condition.operator === 'match' || condition.operator === 'notmatch' ? condition.value : undefined;
  if (typeof pattern !== 'string') return { condition, index, identity };
  return { condition, index, identity, matcher: settings.compileMatcher(pattern) };
}

/** All fields of a condition as text, bigints included. */
function describe(condition: Condition): string {
  return JSON.stringify(condition, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

interface TypedEntry {
  readonly state: EntryState;
  readonly match: 'all' | 'any';
  readonly conditions: readonly Condition[];
}

function conditionsByEntry(rule: CheckConfiguration['states'][number]): TypedEntry[] {
  switch (rule.type) {
    case 'threshold':
      return rule.states.map((e) => ({
        ...e,
        conditions: e.conditions.map((c) => ({ type: 'threshold', ...c })),
      }));
    case 'trend':
      return rule.states.map((e) => ({
        ...e,
        conditions: e.conditions.map((c) => ({ type: 'trend', ...c })),
      }));
    case 'history':
      return rule.states.map((e) => ({
        ...e,
        conditions: e.conditions.map((c) => ({ type: 'history', ...c })),
      }));
  }
}

const trendNeed = (condition: Condition) => (condition.type === 'trend' ? condition.last : undefined);
const historyNeed = (condition: Condition) =>
  condition.type === 'history' ? condition.ago + condition.tolerance : undefined;

function longest(
  conditions: readonly Condition[],
  need: (condition: Condition) => number | undefined,
): readonly Need[] {
  const needs = new Map<string, number>();
  for (const condition of conditions) {
    const wanted = need(condition);
    if (wanted !== undefined) needs.set(condition.field, Math.max(wanted, needs.get(condition.field) ?? 0));
  }
  return [...needs].map(([field, reach]) => ({ field, reach }));
}
