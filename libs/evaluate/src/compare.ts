import type { MetricValue, Operator } from '@panto/model';
import type { Truth } from './truth';

/** Whether a text matches a pattern; compiled once per condition, with bounded running time. */
export type Matcher = (text: string) => boolean;

/**
 * Compares a value with an operand: numbers with numbers (exactly, also above 2^53, NaN as in IEEE 754),
 * strings with strings, booleans with booleans; everything else is undetermined.
 */
export function compare(
  value: MetricValue,
  operator: Operator,
  operand: MetricValue,
  matcher?: Matcher,
): Truth {
  if (isNumeric(value) && isNumeric(operand)) return compareNumbers(value, operator, operand);
  if (typeof value === 'string' && typeof operand === 'string') {
    return compareStrings(value, operator, operand, matcher);
  }
  if (typeof value === 'boolean' && typeof operand === 'boolean') return equality(value, operator, operand);
  return undefined;
}

/** Whether a metric is a number, int or float. */
export function isNumeric(value: MetricValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** JavaScript compares number with bigint by their mathematical values: exact on both sides of 2^53. */
function compareNumbers(value: number | bigint, operator: Operator, operand: number | bigint): Truth {
  switch (operator) {
    case 'lt':
      return value < operand;
    case 'le':
      return value <= operand;
    case 'ge':
      return value >= operand;
    case 'gt':
      return value > operand;
    case 'eq':
      return value == operand; // eslint-disable-line eqeqeq -- 1 == 1n is wanted, 1 === 1n is false
    case 'ne':
      return value != operand; // eslint-disable-line eqeqeq -- as above
    case 'match':
    case 'notmatch':
      return undefined;
  }
}

function compareStrings(
  value: string,
  operator: Operator,
  operand: string,
  matcher: Matcher | undefined,
): Truth {
  if (operator === 'match') return matcher?.(value);
  if (operator === 'notmatch') return matcher && !matcher(value);
  return equality(value, operator, operand);
}

function equality<Value>(value: Value, operator: Operator, operand: Value): Truth {
  if (operator === 'eq') return value === operand;
  return operator === 'ne' ? value !== operand : undefined;
}
