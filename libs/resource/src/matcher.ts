import { RE2JS, RE2JSException } from 're2js';

/** Whether a pattern is found anywhere in a text. */
export type Matcher = (text: string) => boolean;

/** Maximum length of a pattern, in characters. */
const longestPattern = 2_000;
/** Maximum size of a compiled program, in instructions: matching takes at most this times the length of the text. */
const largestProgram = 10_000;

/** A pattern cannot be used. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly code = 'bad-pattern';
}

/**
 * Compiles an RE2 regular expression (case-sensitive, ASCII classes, no look-around, no back-references). The
 * matcher is unanchored, and its running time is linear in the text for every pattern.
 */
export function compileMatcher(pattern: string): Matcher {
  if (pattern.length > longestPattern) {
    throw new PatternError(`is longer than ${longestPattern} characters; make it shorter`);
  }
  const program = compile(pattern);
  if (program.programSize() > largestProgram) {
    throw new PatternError('is too large once its repetitions are written out; use smaller counts in {}');
  }
  return (text) => program.test(text);
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const what = error.message.replace(/^error parsing regexp: /, '');
    throw new PatternError(`is not an RE2 regular expression: ${what}`);
  }
}
