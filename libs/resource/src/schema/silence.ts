import { z } from 'zod';
import { matchKeys } from './match';
import { nameField } from './name-field';
import { timestampField } from './timestamp-field';

const named = z.array(nameField).min(1).max(1_000);

/** What a Silence takes: the words of a Route, and Targets and Checks by name or id. At least one thing. */
const match = z
  .strictObject({ ...matchKeys, targets: named.optional(), checks: named.optional() })
  .refine(
    ({ labels, ...lists }) =>
      Object.keys(labels ?? {}).length > 0 || Object.values(lists).some((list) => list !== undefined),
    {
      error:
        'must ask for something: a Silence over everything would hide what nobody thought of; name labels, targets, checks, rules, states or kinds',
      // An unknown key is a fault that says more.
      when: ({ issues }) => issues.length === 0,
    },
  );

/** The spec of a Silence: which Alerts nobody is told of, until when, and why. */
export const silenceSpec = z
  .strictObject({
    match,
    from: timestampField.optional(),
    until: timestampField,
    reason: z.string().min(1).max(1_000),
    author: nameField.optional(),
  })
  .superRefine(({ from, until }, context) => {
    if (from === undefined || from < until) return;
    context.addIssue({ code: 'custom', path: ['until'], message: 'must be after `from`' });
  });
