import type { z } from 'zod';
import { alternatives, suggestion } from './suggestion';

type Issue = z.core.$ZodRawIssue;

/** The sentence for a fault that a schema found; a schema's own message takes precedence. */
export function explain(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeMismatch(issue.expected, issue.input);
    case 'unrecognized_keys':
      // One line per key, in the order of `keys`.
      return issue.keys.map((key) => unknownKey(key, knownKeys(issue))).join('\n');
    case 'invalid_value':
      return notOneOf(issue.input, issue.values.map(String));
    case 'invalid_union':
      return Array.isArray(issue.options)
        ? notOneOf(discriminated(issue), issue.options.map(String))
        : `must not be ${describe(issue.input)}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true, issue.input);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive ?? true, issue.input);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}, not ${describe(issue.input)}`;
    case 'invalid_format':
      return `${describe(issue.input)} does not have the form of ${formOf(issue.format)}`;
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return undefined;
  }
}

/** A value for people, short enough for a line. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return `${value}`;
  return Array.isArray(value) ? 'a list' : 'a map';
}

/** "unknown key", with the most similar known key. */
export function unknownKey(key: string, known: readonly string[]): string {
  const shown = JSON.stringify(shorten(key)).slice(1, -1);
  return `unknown key \`${shown}\`${suggestion(key, known) || choices(known)}`;
}

/** "unknown word", with the most similar known word, or all of them. */
export function notOneOf(value: unknown, words: readonly string[]): string {
  if (value === undefined || value === null) return `missing; it is one of ${alternatives(words)}`;
  const near = typeof value === 'string' ? suggestion(value, words) : '';
  return `must be ${alternatives(words)}, not ${describe(value)}${near}`;
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

function typeMismatch(expected: string, input: unknown): string {
  const noun = nouns[expected] ?? expected;
  if (input === undefined) return `missing; it must be ${noun}`;
  if (input === null) return `is empty; it must be ${noun}, or the key must be removed`;
  if (expected === 'string' && ['number', 'bigint', 'boolean'].includes(typeof input)) {
    return `must be text, not ${describe(input)}; put it in quotes: "${String(input)}"`;
  }
  if (typeof input === 'bigint') return `the number ${input} is too large`;
  return `must be ${noun}, not ${describe(input)}`;
}

function tooSmall(origin: string, least: number, inclusive: boolean, input: unknown): string {
  if (origin === 'string') return least <= 1 ? 'must not be empty' : `must have ${least} characters or more`;
  if (origin === 'array')
    return least <= 1 ? 'must not be an empty list' : `must have ${least} items or more`;
  return `must be ${inclusive ? `${least} or more` : `more than ${least}`}, not ${String(input)}`;
}

function tooBig(origin: string, most: number, inclusive: boolean, input: unknown): string {
  if (origin === 'string') return `must have ${most} characters or fewer`;
  if (origin === 'array') return `must have ${most} items or fewer`;
  return `must be ${inclusive ? `${most} or less` : `less than ${most}`}, not ${String(input)}`;
}

function formOf(format: string): string {
  if (format === 'url') return 'a URL such as https://host/path';
  return format === 'email' ? 'an e-mail address' : `a ${format}`;
}

function discriminated(issue: Issue & { readonly discriminator?: string | undefined }): unknown {
  const { input, discriminator } = issue;
  if (typeof input !== 'object' || input === null || discriminator === undefined) return input;
  return (input as Readonly<Record<string, unknown>>)[discriminator];
}

/** The keys of a strict object: zod passes the schema that complained. */
function knownKeys(issue: Issue): readonly string[] {
  const schema: unknown = issue.inst;
  const shape = (schema as { readonly _zod?: { readonly def?: { readonly shape?: object } } } | undefined)
    ?._zod?.def?.shape;
  return shape === undefined ? [] : Object.keys(shape);
}

function choices(known: readonly string[]): string {
  if (known.length === 0) return '; remove it';
  return known.length > 12
    ? ''
    : `; the keys here are ${alternatives(known).replace(/ or (?=`[^`]*`$)/, ' and ')}`;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
