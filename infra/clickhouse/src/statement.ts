/** An INSERT whose rows arrive as bytes in a format, separate from its text. */
export interface InsertHead {
  /** The statement up to the name of the format. */
  readonly head: string;
  readonly format: string;
  /** Number of characters of the head; the rows follow. */
  readonly length: number;
}

const comment = String.raw`(?:--[^\n]*\n|/\*[\s\S]*?\*/|\s)*`;
const insertHead = new RegExp(
  String.raw`^${comment}insert\s+into\s+[\s\S]*?\bformat\s+([a-z]\w*)(?=\s|;|$)`,
  'i',
);
const trailingFormat = /\bformat\s+([a-z]\w*)\s*(?:settings\s[\s\S]*)?;?\s*$/i;

/** Parses the head of an `INSERT ... FORMAT X`; undefined for every other statement (including INSERT ... SELECT). */
export function readInsertHead(text: string): InsertHead | undefined {
  const match = insertHead.exec(text);
  if (match?.[1] === undefined) return undefined;
  const head = match[0];
  if (/\bselect\b|\binfile\b/i.test(head)) return undefined;
  return { head, format: match[1], length: head.length };
}

/** The same INSERT reading its rows from a file: works for every format, without a copy of the rows in the text. */
export function fromFile(insert: InsertHead, path: string): string {
  const clause = ` FROM INFILE ${quote(path)} `;
  const before = /\s(?:settings\s[\s\S]*?\s)?format\s+[a-z]\w*$/i.exec(insert.head);
  const at = before?.index ?? insert.head.length;
  return `${insert.head.slice(0, at)}${clause}${insert.head.slice(at).trimStart()}`;
}

/** The format that a statement itself names. */
export const formatOf = (statement: string): string | undefined => trailingFormat.exec(statement)?.[1];

/** A text as a string literal in ClickHouse's SQL. */
export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
