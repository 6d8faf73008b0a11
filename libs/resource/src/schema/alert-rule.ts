import { z } from 'zod';
import type { AlertRule } from '@panto/model';
import { durationField } from './duration-field';
import { nameField } from './name-field';

/** Maximum number of changes a flap rule counts: their timestamps are kept in memory per Check. */
const mostChanges = 10_000;

const change = z.strictObject({
  name: nameField,
  type: z.literal('change'),
  onlyWorse: z.boolean().default(false),
});
const recurrence = z.strictObject({
  name: nameField,
  type: z.literal('recurrence'),
  moreThan: z.int().min(0),
  repeatEvery: z.int().min(1).optional(),
  counts: z.enum(['not-ok', 'same-state']).default('not-ok'),
});
const flap = z
  .strictObject({
    name: nameField,
    type: z.literal('flap'),
    moreThan: z.int().min(1).max(mostChanges),
    within: durationField(),
    settle: z.int().min(0).optional(),
    holdChanges: z.boolean().default(true),
  })
  .superRefine(({ settle, moreThan }, context) => {
    if (settle === undefined || settle < moreThan) return;
    const message = `must be less than ${moreThan}, the \`moreThan\`: a flap ends with fewer changes than it begins`;
    context.addIssue({ code: 'custom', path: ['settle'], message });
  });

/** An alert rule: one of three algorithms, defaults filled in. */
export const alertRule = z
  .discriminatedUnion('type', [change, recurrence, flap])
  .transform((read): AlertRule => {
    switch (read.type) {
      case 'change':
        return read;
      case 'recurrence': {
        const { repeatEvery, ...rest } = read;
        return repeatEvery === undefined ? rest : { ...rest, repeatEvery };
      }
      case 'flap':
        return { ...read, settle: read.settle ?? Math.floor(read.moreThan / 2) };
    }
  });
