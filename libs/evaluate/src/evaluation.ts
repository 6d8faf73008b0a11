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

/** What a Result is worth. */
export interface Evaluation {
  readonly worth: StateName;
  readonly rules: readonly RuleWorth[];
  readonly findings: readonly Finding[];
  /** The latches after it, one per condition of the plan. */
  readonly latches: readonly boolean[];
}

/** The past without the present Result, and with it. */
export interface Pasts {
  readonly before: Past;
  readonly now: Past;
}

/** Evaluates a Result: every condition of every entry is looked at, so that every latch moves. An error moves none. */
export function evaluate(
  plan: Plan,
  observation: Observation,
  { before, now }: Pasts,
  latches: readonly boolean[],
  { severity }: { readonly severity: SeverityOrder },
): Evaluation {
  if (observation.error !== null) return { worth: 'ERROR', rules: [], findings: [], latches };
  const findings = plan.conditions.map((planned) =>
    look(planned, measure(planned, observation, before, now), latches[planned.index] ?? false),
  );
  const rules = plan.rules.map((rule) => worthOf(rule, findings));
  const worth = worst(severity, rules.map((rule) => rule.worth), 'OK'); // prettier-ignore
  return { worth, rules, findings, latches: nextLatches(findings, latches) };
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
  let next: boolean[] | undefined;
  for (const [i, { planned, truth }] of findings.entries()) {
    const latched = planned.condition.recover !== undefined && (truth ?? latches[i] ?? false);
    if (latched === latches[i]) continue;
    next ??= findings.map((_, j) => latches[j] ?? false);
    next[i] = latched;
  }
  return next ?? latches;
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
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return findings[only.index]?.truth;
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
