import type { MetricValue, Observation, Operator, Reason, StateName } from '@panto/model';
import { compare, isNumeric } from './compare';
import { decidingConditions, type Finding, look, type Sight } from './evaluation';
import { formatNumber } from './format-number';
import type { Condition, Plan } from './plan';
import type { Truth } from './truth';

/** How an operator reads in a sentence. */
const words: Readonly<Record<Operator, string>> = {
  lt: 'below',
  le: 'at most',
  eq: 'equal to',
  ne: 'other than',
  ge: 'at least',
  gt: 'above',
  match: 'matching',
  notmatch: 'not matching',
};

/**
 * Why the rules gave this State: the deciding conditions of the rules worth it, in the order of the rules.
 */
export function reasonsOf(plan: Plan, sight: Sight, truths: readonly Truth[], worth: StateName): Reason[] {
  const reasons: Reason[] = [];
  for (const rule of plan.rules) {
    for (const planned of decidingConditions(rule, truths, worth)) {
      reasons.push(reasonOf(rule.name, look(planned, sight), sight.observation));
    }
  }
  return reasons;
}

/** The reason of an error result. */
export function errorReason(error: string): Reason {
  return { ...bare, kind: 'ERROR', text: `the probe could not run${error === '' ? '' : `: ${error}`}` };
}

/** The reason of Missing Data. `heard` is the last arrival, or null if there was none. */
export function missingReason(heard: number | null, createdAt: number, missingAfter: number): Reason {
  const since =
    heard === null
      ? `since it was configured at ${instant(createdAt)}`
      : `since the last arrival at ${instant(heard)}`;
  return {
    ...bare,
    kind: 'MISSING_DATA',
    text: `no result for ${formatNumber(missingAfter / 1000)} s, ${since}`,
  };
}

/** Says that a State was seen but is not in force yet. */
export function confirmingReason(worth: StateName, present: StateName): Reason {
  return {
    ...bare,
    kind: 'CONFIRMING',
    text: `${worth} was seen and is not confirmed yet: ${present} stands`,
  };
}

const bare = { rule: '', field: null, value: null, reference: null, operator: null, operand: null } as const;

function reasonOf(rule: string, finding: Finding, observation: Observation): Reason {
  const { condition } = finding.planned;
  const kind =
    finding.truth === true ? 'MATCHED' : finding.truth === undefined ? 'UNDETERMINED' : 'RECOVERED';
  return {
    rule,
    kind,
    field: condition.field,
    value: plain(finding.measure?.value),
    reference: plain(finding.measure?.reference ?? undefined),
    operator: condition.operator,
    operand: plain(finding.operand),
    text: (kind === 'MATCHED' ? condition.reason : undefined) ?? sentence(finding, observation),
  };
}

function sentence(finding: Finding, observation: Observation): string {
  const { condition } = finding.planned;
  if (finding.measure === undefined) return `${condition.field}: ${absence(finding, observation)}`;
  const { value } = finding.measure;
  const operand = limitSaid(finding);
  if (operand === undefined) return `${subject(finding)} is ${show(value)}`;
  const [shown, bound] = showBoth(value, operand);
  const said = `${subject(finding)} is ${shown}`;
  const limit = `${words[condition.operator]} ${bound}`;
  if (finding.truth === undefined) return `${said}, which cannot be compared: ${limit}`;
  if (tellsItself(finding)) return `${said}${failure(condition, observation)}`;
  if (finding.truth === false) return `${said}, not ${limit}`;
  return isHeldByLatch(finding) ? `${said}, still ${limit} (recovery limit)` : `${said}, ${limit}`;
}

/** Whether the value already states the limit: it equals it, or only two values are possible. */
function tellsItself({ planned: { condition }, measure, truth }: Finding): boolean {
  const { operator } = condition;
  if (condition.type === 'history' && condition.compare === 'same') return false;
  if (operator !== 'eq' && operator !== 'ne') return false;
  return typeof measure?.value === 'boolean' || truth === (operator === 'eq');
}

/** The metric that says whether the target of a probe is up, and the one that says why not. */
const [upMetric, failureMetric] = ['up', 'failure-text'];

function failure({ field }: Condition, { metrics }: Observation): string {
  const text = field === upMetric ? metrics.get(failureMetric) : undefined;
  return typeof text === 'string' && text !== '' ? `: ${text.slice(0, 200)}` : '';
}

/** Whether the condition is true only because it was true before. */
function isHeldByLatch({ planned: { condition }, measure, latched }: Finding): boolean {
  if (!latched || measure === undefined || condition.value === undefined) return false;
  return compare(measure.value, condition.operator, condition.value) === false;
}

/** The limit to report: the one in force, or the plain limit where that is exceeded while the recovery limit is in force. */
function limitSaid(finding: Finding): MetricValue | undefined {
  const { planned, operand, latched, truth } = finding;
  const itself = latched && truth === true && !isHeldByLatch(finding);
  return itself ? (planned.condition.value ?? operand) : operand;
}

/** Why nothing could be measured. */
function absence({ planned: { condition } }: Finding, { metrics }: Observation): string {
  const value = metrics.get(condition.field);
  if (value === undefined) return 'no such metric in the result';
  switch (condition.type) {
    case 'threshold':
      return 'cannot be compared';
    case 'trend':
      return isNumeric(value) ? `fewer than ${condition.last} values so far` : 'not a number';
    case 'history':
      return `no value to compare with from ${formatNumber(condition.ago / 1000)} s ago`;
  }
}

/** What the measured value is, in words. */
function subject({ planned: { condition }, measure }: Finding): string {
  switch (condition.type) {
    case 'threshold':
      return condition.field;
    case 'trend':
      return `slope of ${condition.field} per ${condition.per} over the last ${condition.last} values`;
    case 'history': {
      const then = `${show(measure?.reference ?? '')} of ${formatNumber(condition.ago / 1000)} s ago`;
      if (condition.compare === 'same') return condition.field;
      return `${condition.compare} of ${condition.field} to ${then}`;
    }
  }
}

/** Two values as text; numbers that look alike, though they differ, with all their digits. */
function showBoth(value: MetricValue, other: MetricValue): readonly [string, string] {
  const shown = [show(value), show(other)] as const;
  const alike = isNumeric(value) && isNumeric(other) && shown[0] === shown[1];
  return alike && compare(value, 'ne', other) === true ? [String(value), String(other)] : shown;
}

function show(value: MetricValue): string {
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string'
    ? `"${value.length > 200 ? `${value.slice(0, 200)}…` : value}"`
    : String(value);
}

/** A value as State records carry it: whole numbers beyond 2^53 become text. */
function plain(value: MetricValue | undefined): Reason['value'] {
  if (value === undefined) return null;
  return typeof value === 'bigint' ? String(value) : value;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
