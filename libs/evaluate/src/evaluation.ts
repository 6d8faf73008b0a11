import type { MetricValue, Observation, SeverityOrder, StateName } from '@panto/model';
import { worse } from '@panto/model';
import { compare } from './compare';
import { measure, type Measure } from './measure';
import type { Past } from './past';
import type { Plan, PlannedCondition, PlannedEntry, PlannedRule } from './plan';
import { allOf, anyOf, type Truth } from './truth';

/** The outcome of looking at one condition. */
export interface Finding {
  readonly planned: PlannedCondition;
  readonly measure: Measure | undefined;
  readonly truth: Truth;
  /** The right-hand side: `value`, `recover` while latched, or the earlier sample (compare same). */
  readonly operand: MetricValue | undefined;
  /** Whether `recover` was in force. */
  readonly latched: boolean;
}

/** The outcome of evaluating a Result. */
export interface Evaluation {
  readonly worth: StateName;
  /** The latches afterwards, one per condition of the plan. */
  readonly latches: readonly boolean[];
  /** The truth of each condition, in the order of the plan; empty for an error. */
  readonly truths: readonly Truth[];
}

/** What an evaluation looks at: a Result, the past including it, and the latches before it. */
export interface Sight {
  readonly observation: Observation;
  readonly past: Past;
  readonly latches: readonly boolean[];
}

/**
 * Evaluates a Result. Every condition of every entry is looked at, so that every latch moves; an error moves
 * none. This runs for every Result, and most produce no output, so explanations are computed by `look` only
 * on demand.
 */
export function evaluate(plan: Plan, sight: Sight, severity: SeverityOrder): Evaluation {
  if (sight.observation.error !== null) return { worth: 'ERROR', latches: sight.latches, truths: [] };
  const truths = truthsOf(plan, sight);
  let worth: StateName | undefined;
  for (const rule of plan.rules) {
    const found = worthOf(rule, matchIn(rule, truths), truths);
    worth = worth === undefined ? found : worse(severity, worth, found);
  }
  return { worth: worth ?? 'OK', latches: nextLatches(plan, truths, sight.latches), truths };
}

/** The truth of each condition of a plan, in its order. */
export function truthsOf(plan: Plan, sight: Sight): readonly Truth[] {
  const truths: Truth[] = [];
  for (const planned of plan.conditions) {
    const measured = measure(planned, sight.observation, sight.past);
    truths.push(truthOf(planned, measured, operandOf(planned, measured, isLatched(planned, sight))));
  }
  return truths;
}

/** Looks at a condition and explains the outcome. */
export function look(planned: PlannedCondition, sight: Sight): Finding {
  const latched = isLatched(planned, sight);
  const measured = measure(planned, sight.observation, sight.past);
  const operand = operandOf(planned, measured, latched);
  return { planned, measure: measured, truth: truthOf(planned, measured, operand), operand, latched };
}

/** The conditions that explain why a rule is worth `worth`; empty if it is worth something else. */
export function decidingConditions(
  rule: PlannedRule,
  truths: readonly Truth[],
  worth: StateName,
): readonly PlannedCondition[] {
  const entry = matchIn(rule, truths);
  if (worthOf(rule, entry, truths) !== worth) return [];
  if (entry !== undefined) return entry.conditions.filter(({ index }) => truths[index] === true);
  const all = rule.entries.flatMap(({ conditions }) => conditions);
  return worth === 'UNKNOWN' ? all.filter(({ index }) => truths[index] === undefined) : all;
}

const isLatched = ({ index }: PlannedCondition, { latches }: Sight) => latches[index] ?? false;

function operandOf(
  { condition }: PlannedCondition,
  measured: Measure | undefined,
  latched: boolean,
): MetricValue | undefined {
  if (condition.type === 'history' && condition.compare === 'same') return measured?.reference ?? undefined;
  return latched ? (condition.recover ?? condition.value) : condition.value;
}

function truthOf(
  { condition, matcher }: PlannedCondition,
  measured: Measure | undefined,
  operand: MetricValue | undefined,
): Truth {
  if (measured === undefined || operand === undefined) return undefined;
  return compare(measured.value, condition.operator, operand, matcher);
}

/** A true condition latches, a false one releases its latch, an undetermined one leaves it as it was. */
function nextLatches(
  { conditions, unlatched }: Plan,
  truths: readonly Truth[],
  latches: readonly boolean[],
): readonly boolean[] {
  let next: boolean[] | undefined;
  for (let i = 0; i < conditions.length; i++) {
    const latched = conditions[i]?.condition.recover !== undefined && (truths[i] ?? latches[i] ?? false);
    if (latched === latches[i]) continue;
    next ??= conditions.map((_, j) => latches[j] ?? false);
    next[i] = latched;
  }
  return next === undefined ? latches : next.includes(true) ? next : unlatched;
}

/** The first entry, worst first, whose conditions match. */
function matchIn(rule: PlannedRule, truths: readonly Truth[]): PlannedEntry | undefined {
  for (const entry of rule.entries) if (truthOfEntry(entry, truths) === true) return entry;
  return undefined;
}

/** The State of the matching entry. Without one: UNKNOWN if an entry is undetermined, else OK. */
function worthOf(rule: PlannedRule, entry: PlannedEntry | undefined, truths: readonly Truth[]): StateName {
  if (entry !== undefined) return entry.state;
  for (const one of rule.entries) if (truthOfEntry(one, truths) === undefined) return 'UNKNOWN';
  return 'OK';
}

function truthOfEntry({ match, conditions }: PlannedEntry, truths: readonly Truth[]): Truth {
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return truths[only.index];
  const own = conditions.map(({ index }) => truths[index]);
  return match === 'all' ? allOf(own) : anyOf(own);
}
