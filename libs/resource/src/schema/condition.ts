import { z } from 'zod';
import type { HistoryCondition, Operand, Operator, ThresholdCondition, TrendCondition } from '@panto/model';
import { alternatives } from '../suggestion';
import { describe } from '../explain';
import { compileMatcher, PatternError } from '../matcher';
import { durationField } from './duration-field';

const operators = ['lt', 'le', 'eq', 'ne', 'ge', 'gt', 'match', 'notmatch'] as const satisfies Operator[];
const ordering: readonly Operator[] = ['lt', 'le', 'ge', 'gt'];
/** Maximum number of values of a trend: they are kept in memory per Check. */
const mostValues = 100_000;

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));

const numberField = z.custom<number | bigint>(isNumeric, {
  error: ({ input }) =>
    input === undefined
      ? 'missing; it must be a number'
      : `must be a number, not ${describe(input)}${typeof input === 'string' && /^-?[\d.]+$/.test(input) ? '; remove the quotes' : ''}`,
});
const operandField = z.custom<Operand>(
  (value) => isNumeric(value) || typeof value === 'string' || typeof value === 'boolean',
  {
    error: ({ input }) =>
      input === undefined
        ? 'missing; it must be a number, text, true or false'
        : `must be a finite number, text, true or false, not ${describe(input)}`,
  },
);
const common = {
  field: z.string().min(1).max(255),
  operator: z.enum(operators),
  recover: numberField.optional(),
  reason: z.string().min(1).max(1_000).optional(),
};

interface Compared {
  readonly operator: Operator;
  readonly value?: Operand | undefined;
  readonly recover?: number | bigint | undefined;
}

/** A condition of a threshold rule. */
export const thresholdCondition = z
  .strictObject({ ...common, value: operandField })
  .superRefine(refineOperator)
  .superRefine(refineRecover)
  .transform((read): ThresholdCondition => compact(read));

/** A condition of a trend rule. */
export const trendCondition = z
  .strictObject({
    ...common,
    last: z.int().min(2).max(mostValues),
    per: z.enum(['second', 'minute', 'hour', 'occurrence']).default('second'),
    counter: z.boolean().default(false),
    value: numberField,
  })
  .superRefine(refineOperator)
  .superRefine(refineRecover)
  .transform((read): TrendCondition => compact(read));

/** A condition of a history rule; without a tolerance, it uses the interval of the Check. */
export type HistoryConditionRead = Omit<HistoryCondition, 'tolerance'> & { readonly tolerance?: number };

/** A condition of a history rule. */
export const historyCondition = z
  .strictObject({
    ...common,
    ago: durationField(),
    tolerance: durationField(0).optional(),
    compare: z.enum(['difference', 'ratio', 'change', 'same']).default('difference'),
    value: numberField.optional(),
  })
  .superRefine((read, context) => {
    const fault = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (read.compare !== 'same') {
      if (read.value === undefined) fault('value', 'missing; it must be a number');
      else refineOperator(read, context);
      return;
    }
    if (read.operator !== 'eq' && read.operator !== 'ne') {
      fault('operator', `must be \`eq\` or \`ne\` with \`compare: same\`, not \`${read.operator}\``);
    }
    for (const key of ['value', 'recover'] as const) {
      if (read[key] !== undefined) fault(key, `cannot be combined with \`compare: same\`; remove it`);
    }
  })
  .superRefine((read, context) => {
    if (read.compare !== 'same') refineRecover(read, context);
  })
  .transform((read): HistoryConditionRead => compact(read));

function refineOperator({ operator, value }: Compared, context: z.RefinementCtx): void {
  if (value === undefined) return;
  const allowed = operatorsFor(value);
  if (!allowed.includes(operator)) {
    const message = `\`${operator}\` does not go with ${describe(value)}; use ${alternatives(allowed)}`;
    context.addIssue({ code: 'custom', path: ['operator'], message });
  } else if ((operator === 'match' || operator === 'notmatch') && typeof value === 'string') {
    refinePattern(value, context);
  }
}

function operatorsFor(value: Operand): readonly Operator[] {
  if (typeof value === 'string') return ['eq', 'ne', 'match', 'notmatch'];
  return typeof value === 'boolean' ? ['eq', 'ne'] : ['lt', 'le', 'eq', 'ne', 'ge', 'gt'];
}

function refinePattern(pattern: string, context: z.RefinementCtx): void {
  try {
    compileMatcher(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.addIssue({ code: 'custom', path: ['value'], message: error.message });
  }
}

/** `recover` must be on the healthy side of `value`, where the comparison itself is false. */
function refineRecover({ operator, value, recover }: Compared, context: z.RefinementCtx): void {
  if (recover === undefined || !isNumeric(value)) {
    if (recover !== undefined && value !== undefined) {
      fail(`goes only with a number as \`value\`; remove it`);
    }
    return;
  }
  if (!ordering.includes(operator))
    fail(`goes only with ${alternatives(ordering)}, not with \`${operator}\``);
  else if ((operator === 'gt' || operator === 'ge') && recover >= value)
    fail(`must be less than ${value}${why}`);
  else if ((operator === 'lt' || operator === 'le') && recover <= value)
    fail(`must be more than ${value}${why}`);

  function fail(message: string): void {
    context.addIssue({ code: 'custom', path: ['recover'], message });
  }
}

const why = ', the `value`: the condition ends where the comparison with `recover` is false';

/** The same without undefined keys. */
type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function compact<T extends object>(read: T): Compact<T> {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as Compact<T>;
}
