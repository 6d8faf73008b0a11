import type { MetricValue, Observation, SeverityOrder, StateName } from '@panto/model';
import { worst } from '@panto/model';
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

/** What a rule was worth, and the entry that matched, if one did. */
export interface RuleWorth {
  readonly rule: PlannedRule;
  readonly worth: StateName;
  readonly entry?: PlannedEntry;
}

/** What a Result without error is worth. */
export interface Evaluation {
  readonly worth: StateName;
  readonly rules: readonly RuleWorth[];
  readonly findings: readonly Finding[];
  /** The latches after it, one per condition of the plan. */
  readonly latches: readonly boolean[];
}

/** Evaluates a Result: every condition of every entry is looked at, so that every latch moves. */
export function evaluate(
  plan: Plan,
  observation: Observation,
  past: { readonly before: Past; readonly now: Past },
  latches: readonly boolean[],
  severity: SeverityOrder,
): Evaluation {
  const findings = plan.conditions.map((planned) =>
    look(
      planned,
      measure(planned.condition, observation, past.before, past.now),
      latches[planned.index] ?? false,
    ),
  );
  const rules = plan.rules.map((rule) => worthOf(rule, findings));
  return {
    worth: worst(severity, rules.map((rule) => rule.worth), 'OK'), // prettier-ignore
    rules,
    findings,
    latches: nextLatches(findings, latches),
  };
}

function look(planned: PlannedCondition, measured: Measure | undefined, latched: boolean): Finding {
  const { condition, matcher } = planned;
  const isSame = condition.type === 'history' && condition.compare === 'same';
  const limit = latched ? (condition.recover ?? condition.value) : condition.value;
  const operand = isSame ? (measured?.reference ?? undefined) : limit;
  const truth =
    measured === undefined || operand === undefined
      ? undefined
      : compare(measured.value, condition.operator, operand, matcher);
  return { planned, measure: measured, truth, operand, latched };
}

/** A true condition latches, a false one lets go, an undetermined one leaves its latch as it was. */
function nextLatches(findings: readonly Finding[], latches: readonly boolean[]): readonly boolean[] {
  const next = (finding: Finding, i: number) =>
    finding.planned.condition.recover !== undefined && (finding.truth ?? latches[i] ?? false);
  const same =
    findings.length === latches.length && findings.every((finding, i) => next(finding, i) === latches[i]);
  return same ? latches : findings.map(next);
}

/** The first entry, worst first, whose conditions match; else UNKNOWN if one is undetermined, else OK. */
function worthOf(rule: PlannedRule, findings: readonly Finding[]): RuleWorth {
  let worth: StateName = 'OK';
  for (const entry of rule.entries) {
    const truth = truthOf(entry, findings);
    if (truth === true) return { rule, worth: entry.state, entry };
    if (truth === undefined) worth = 'UNKNOWN';
  }
  return { rule, worth };
}

function truthOf({ match, conditions }: PlannedEntry, findings: readonly Finding[]): Truth {
  const truths = conditions.map(({ index }) => findings[index]?.truth);
  return match === 'all' ? allOf(truths) : anyOf(truths);
}

/** The findings that say why a rule was worth what it was. */
export function decidingFindings({ rule, worth, entry }: RuleWorth, findings: readonly Finding[]): Finding[] {
  const conditions = entry ? entry.conditions : rule.entries.flatMap((one) => one.conditions);
  const own = conditions.flatMap(({ index }) => findings[index] ?? []);
  if (entry) return own.filter((finding) => finding.truth === true);
  return worth === 'UNKNOWN' ? own.filter((finding) => finding.truth === undefined) : own;
}
