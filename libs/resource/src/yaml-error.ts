/** Explanations of errors of the YAML parser, by code; other codes keep the parser's own words. */
const words: ReadonlyMap<string, string> = new Map([
  ['TAB_AS_INDENT', 'a tab cannot indent YAML; use spaces'],
  ['DUPLICATE_KEY', 'this key appears here twice; keep one of them'],
  ['BAD_INDENT', 'this line is not indented like the ones it belongs to; align them'],
  ['TAG_RESOLVE_FAILED', 'unknown tag; remove the !tag'],
  ['MISSING_CHAR', 'a closing quote, bracket or comma is missing'],
  ['RESOURCE_EXHAUSTION', 'is nested too deeply; write it flatter'],
  ['MULTILINE_IMPLICIT_KEY', 'a key must be on one line; is a `:` or a quote missing?'],
]);

/** The explanation of an error of the YAML parser, which reads JSON too. */
export function explainYaml(file: string, code: string, message: string): string {
  const known = words.get(code);
  const own = message.replace(/\s+/g, ' ');
  return `not ${file.endsWith('.json') ? 'JSON' : 'YAML'}: ${known === undefined ? own : `${known} (${own})`}`;
}
