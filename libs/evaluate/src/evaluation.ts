import type { MetricValue, Observation, SeverityOrder, StateName } from '@panto/model';
import { worse } from '@panto/model';
import { compare } from './compare';
import { measure, type Measure } from './measure';
import type { Past } from './past';
import type { Plan, PlannedCondition, PlannedEntry, PlannedRule } from './plan';
import { allOf, anyOf, type Truth } from './truth';

/** What looking at one condition told. */
export interface Finding {
  readonly planned: PlannedCondition;
  readonly measure: Measure | undefined;
  readonly truth: Truth;
  /** What it was compared with: `value`, `recover` while latched, or the earlier sample (compare same). */
  readonly operand: MetricValue | undefined;
  /** Whether `recover` was in force. */
  readonly latched: boolean;
}

/** What a Result is worth. */
export interface Evaluation {
  readonly worth: StateName;
  /** The latches after it, one per condition of the plan. */
  readonly latches: readonly boolean[];
}

/** What a rule was worth, and the entry that matched, if one did. */
export interface RuleWorth {
  readonly rule: PlannedRule;
  readonly worth: StateName;
  readonly entry: PlannedEntry | undefined;
}

/** How it came about that a Result is worth something. */
export interface Explanation {
  readonly worth: StateName;
  readonly rules: readonly RuleWorth[];
  readonly findings: readonly Finding[];
}

/** What is looked at: a Result, the past with it, and the latches before it. */
export interface Sight {
  readonly observation: Observation;
  readonly past: Past;
  readonly latches: readonly boolean[];
}

/**
 * Evaluates a Result: every condition of every entry is looked at, so that every latch moves. An error moves none.
 * This runs for every result, and most say nothing: how it came about is told by `explain`.
 */
export function evaluate(plan: Plan, sight: Sight, severity: SeverityOrder): Evaluation {
  if (sight.observation.error !== null) return { worth: 'ERROR', latches: sight.latches };
  const truths: Truth[] = [];
  for (const planned of plan.conditions) {
    const measured = measure(planned, sight.observation, sight.past);
    truths.push(truthOf(planned, measured, operandOf(planned, measured, isLatched(planned, sight))));
  }
  let worth: StateName | undefined;
  for (const rule of plan.rules) {
    const found = worthOf(rule, matchIn(rule, truths), truths);
    worth = worth === undefined ? found : worse(severity, worth, found);
  }
  return { worth: worth ?? 'OK', latches: nextLatches(plan, truths, sight.latches) };
}

/** Tells how it came about that a Result is worth what `evaluate` said. */
export function explain(plan: Plan, sight: Sight, worth: StateName): Explanation {
  const findings = plan.conditions.map((planned) => look(planned, sight));
  const truths = findings.map(({ truth }) => truth);
  const rules = plan.rules.map((rule) => {
    const entry = matchIn(rule, truths);
    return { rule, worth: worthOf(rule, entry, truths), entry };
  });
  return { worth, rules, findings };
}

function look(planned: PlannedCondition, sight: Sight): Finding {
  const latched = isLatched(planned, sight);
  const measured = measure(planned, sight.observation, sight.past);
  const operand = operandOf(planned, measured, latched);
  return { planned, measure: measured, truth: truthOf(planned, measured, operand), operand, latched };
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

/** A true condition latches, a false one lets go, an undetermined one leaves its latch as it was. */
function nextLatches(
  { conditions }: Plan,
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
  return next ?? latches;
}

/** The first entry, worst first, whose conditions match. */
function matchIn(rule: PlannedRule, truths: readonly Truth[]): PlannedEntry | undefined {
  for (const entry of rule.entries) if (truthOfEntry(entry, truths) === true) return entry;
  return undefined;
}

/** The State of the entry that matches; without one UNKNOWN if an entry is undetermined, else OK. */
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

/** The findings that say why a rule was worth what it was. */
export function decidingFindings({ rule, worth, entry }: RuleWorth, findings: readonly Finding[]): Finding[] {
  const conditions = entry ? entry.conditions : rule.entries.flatMap((one) => one.conditions);
  const own = conditions.flatMap(({ index }) => findings[index] ?? []);
  if (entry) return own.filter((finding) => finding.truth === true);
  return worth === 'UNKNOWN' ? own.filter((finding) => finding.truth === undefined) : own;
}
