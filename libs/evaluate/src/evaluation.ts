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

/** What a rule was worth, and which of its findings say why. */
export interface RuleWorth {
  readonly rule: string;
  readonly worth: StateName;
  readonly findings: readonly Finding[];
}

/** What a Result without error is worth. */
export interface Evaluation {
  readonly worth: StateName;
  readonly rules: readonly RuleWorth[];
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
  const next = findings.map(({ planned, truth }) => {
    if (planned.condition.recover === undefined) return false;
    return truth ?? latches[planned.index] ?? false;
  });
  return next.length === latches.length && next.every((latch, i) => latch === latches[i]) ? latches : next;
}

/** The first entry, worst first, whose conditions match; else UNKNOWN if one is undetermined, else OK. */
function worthOf(rule: PlannedRule, findings: readonly Finding[]): RuleWorth {
  const told = rule.entries.map((entry) => tell(entry, findings));
  const match = told.find(({ truth }) => truth === true);
  if (match) {
    return {
      rule: rule.name,
      worth: match.entry.state,
      findings: match.findings.filter((f) => f.truth === true),
    };
  }
  const undetermined = told.filter(({ truth }) => truth === undefined);
  if (undetermined.length > 0) {
    const why = undetermined.flatMap((entry) => entry.findings).filter((f) => f.truth === undefined);
    return { rule: rule.name, worth: 'UNKNOWN', findings: why };
  }
  return { rule: rule.name, worth: 'OK', findings: told.flatMap((entry) => entry.findings) };
}

function tell(entry: PlannedEntry, findings: readonly Finding[]) {
  const own = entry.conditions.map(({ index }) => findings[index] as Finding);
  const truths = own.map((finding) => finding.truth);
  return { entry, findings: own, truth: entry.match === 'all' ? allOf(truths) : anyOf(truths) };
}
