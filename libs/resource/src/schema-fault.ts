import type { z } from 'zod';
import { explain } from './explain';
import type { Fault, Step } from './fault';
import type { SourceDocument } from './yaml-document';

/** A validated part of a document, or its faults with their paths. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Validates a part of a document with a schema. */
export function checkSchema<T>(
  schema: z.ZodType<T>,
  value: unknown,
  document: SourceDocument,
  path: readonly Step[] = [],
): Checked<T> {
  const result = schema.safeParse(value, { error: explain });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, faults: result.error.issues.flatMap((issue) => faultsOf(issue, document, path)) };
}

function faultsOf(
  issue: z.core.$ZodIssue,
  document: SourceDocument,
  before: readonly Step[],
): readonly Fault[] {
  const path = [...before, ...issue.path.map(step)];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, index) => document.fault([...path, key], messages[index] ?? '', 'key'));
    }
    case 'invalid_key':
      return [document.fault(path, `as a key: ${issue.issues[0]?.message ?? issue.message}`, 'key')];
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch === undefined) return [document.fault(path, issue.message)];
      return branch.flatMap((inner) => faultsOf(inner, document, path));
    }
    default:
      return [document.fault(path, issue.message)];
  }
}

/** The branch of a union that got farthest into the value; none if all fail at once. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const depth = (branch: readonly z.core.$ZodIssue[]): number =>
    Math.min(...branch.map(({ path }) => path.length));
  const best = [...branches].sort((a, b) => depth(b) - depth(a))[0];
  return best !== undefined && depth(best) > 0 ? best : undefined;
}

const step = (key: PropertyKey): Step => (typeof key === 'number' ? key : String(key));
