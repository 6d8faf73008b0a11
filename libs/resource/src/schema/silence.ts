import { z } from 'zod';
import { matchKeys } from './match';
import { nameField } from './name-field';
import { repeatField } from './repeat-field';
import { timestampField } from './timestamp-field';

const named = z.array(nameField).min(1).max(1_000);

/** What a Silence matches: the keys of a Route, plus Targets and Checks by name or id. At least one. */
const match = z
  .strictObject({ ...matchKeys, targets: named.optional(), checks: named.optional() })
  .refine(
    ({ labels, ...lists }) =>
      Object.keys(labels ?? {}).length > 0 || Object.values(lists).some((list) => list !== undefined),
    {
      error:
        'must match on something: a Silence over everything would hide problems that nobody thought of; name labels, targets, checks, rules, states or kinds',
      // An unknown key is the more helpful fault.
      when: ({ issues }) => issues.length === 0,
    },
  );

/** The spec of a Silence: which Alerts nobody is told of, until when or on which recurring hours, and why. */
export const silenceSpec = z
  .strictObject({
    match,
    from: timestampField.optional(),
    until: timestampField.optional(),
    repeat: repeatField.optional(),
    reason: z.string().min(1).max(1_000),
    author: nameField.optional(),
  })
  .superRefine(({ from, until, repeat }, context) => {
    const fault = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (repeat === undefined && until === undefined)
      fault('until', 'missing; it must be a time such as 2026-11-28T01:00:00Z, unless there is `repeat`');
    else if (repeat !== undefined && until !== undefined) fault('until', 'cannot be combined with `repeat`');
    else if (repeat !== undefined && from !== undefined) fault('from', 'cannot be combined with `repeat`');
    else if (from !== undefined && until !== undefined && from >= until)
      fault('until', 'must be after `from`');
  });
