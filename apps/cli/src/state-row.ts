import { z } from 'zod';

/** The parts of a State that are shown. */
export const state = z.object({
  check: z.object({ name: z.string() }),
  target: z.object({ name: z.string() }),
  state: z.string(),
  since: z.string().nullable(),
  occurrences: z.number(),
  reasons: z.array(z.object({ text: z.string() })),
});

/** The column heads. */
export const stateHeads: readonly string[] = ['CHECK', 'TARGET', 'STATE', 'SINCE', 'TIMES', 'WHY'];

/** One State as the cells of a row. */
export function stateRow(item: unknown): readonly string[] {
  const { check, target, state: name, since, occurrences, reasons } = state.parse(item);
  const why = reasons.map(({ text }) => text).join('; ');
  return [check.name, target.name, name, since ?? '-', String(occurrences), why === '' ? '-' : why];
}
