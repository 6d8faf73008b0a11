import { z } from 'zod';
import type { WrittenMatch } from './silence-document';

const metadata = z.object({ id: z.string(), name: z.string(), labels: z.record(z.string(), z.string()) });
const check = z.object({ metadata, spec: z.object({ target: z.string() }) });
const target = z.object({ metadata });

/** A silenced Check, by names. */
export interface SilencedCheck {
  readonly name: string;
  readonly target: string;
}

/** The Checks whose Alerts a Silence takes, ignoring the rules, States and kinds it also matches on. */
export function takenBy(
  match: WrittenMatch,
  checks: readonly unknown[],
  targets: readonly unknown[],
): readonly SilencedCheck[] {
  const byName = new Map(targets.map((one) => target.parse(one).metadata).map((one) => [one.name, one]));
  return checks.flatMap((one) => {
    const { metadata: own, spec } = check.parse(one);
    const of = byName.get(spec.target);
    const labels = new Map(Object.entries({ ...of?.labels, ...own.labels }));
    const taken =
      names(match.checks, own) &&
      names(match.targets, { name: spec.target, id: of?.id ?? spec.target }) &&
      Object.entries(match.labels ?? {}).every(([name, value]) => (labels.get(name) ?? '') === value);
    return taken ? [{ name: own.name, target: spec.target }] : [];
  });
}

function names(
  list: readonly string[] | undefined,
  one: { readonly name: string; readonly id: string },
): boolean {
  return list?.some((word) => word === one.name || word.toLowerCase() === one.id) ?? true;
}
