import { isAlias, isMap, isScalar, isSeq, type Document } from 'yaml';
import { narrow } from './json';

/** Maximum depth of nesting in a document. */
const deepest = 64;
/**
 * Maximum number of values that aliases may add to a document: a small file must not expand into a large one.
 */
const mostAliased = 10_000;

/** A node that has no plain value. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly node: unknown;

  constructor(message: string, node: unknown) {
    super(message);
    this.node = node;
  }
}

/** The plain value of a node: objects, lists, text, numbers, booleans, null; whole numbers keep all their digits. */
export function plainValue(root: unknown, document: Document): unknown {
  let aliased = 0;
  const read = (node: unknown, depth: number, inAlias: boolean): unknown => {
    if (depth > deepest)
      throw new Unusable(`is nested more than ${deepest} levels deep; write it flatter`, node);
    if (inAlias && (aliased += 1) > mostAliased) {
      throw new Unusable(`aliases expand to more than ${mostAliased} values; write them out`, node);
    }
    if (isAlias(node)) {
      const meant = node.resolve(document);
      if (meant === undefined) throw new Unusable(`no anchor &${node.source} stands before this alias`, node);
      return read(meant, depth + 1, true);
    }
    if (isSeq(node)) return node.items.map((item) => read(item, depth + 1, inAlias));
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }) => [name(key), read(value, depth + 1, inAlias)]);
      return Object.fromEntries(entries);
    }
    const value: unknown = isScalar(node) ? node.value : null;
    return typeof value === 'bigint' ? narrow(value) : value;
  };
  return read(root, 0, false);
}

function name(key: unknown): string {
  const value: unknown = isScalar(key) ? key.value : undefined;
  if (typeof value !== 'string') throw new Unusable('a key must be text; put it in quotes', key);
  if (value === '__proto__') throw new Unusable('`__proto__` cannot be a key; choose another name', key);
  return value;
}
