import { stateNameValues, type StateName } from '@panto/model';
import { z } from 'zod';

/** Out of the environment: the States that say that a Target is down. */
export const downStates = z
  .string()
  .default('CRITICAL,MISSING_DATA,ERROR')
  .transform((text, context): readonly StateName[] => {
    if (text.trim().toLowerCase() === 'none') return [];
    return text.split(',').map((part) => {
      const word = part.trim().toUpperCase().replaceAll('-', '_');
      const state = stateNameValues.find((name) => name === word);
      if (state !== undefined && state !== 'OK') return state;
      context.addIssue(`${part.trim() || 'nothing'} is not a State in which a Target can be down; these are UNKNOWN, WARNING, MISSING_DATA, ERROR and CRITICAL`); // prettier-ignore
      return z.NEVER;
    });
  });
