import { severityOf } from '@panto/model';
import { z } from 'zod';

/** Environment variable of every process that compares States. */
export const severityShape = {
  severity: {
    env: 'PANTO_SEVERITY_ORDER',
    schema: z
      .string()
      .default('OK,UNKNOWN,WARNING,MISSING_DATA,ERROR,CRITICAL')
      .transform((text, context) => {
        const order = severityOf(text);
        if (order) return order;
        context.addIssue('must name each of the six States once, from best to worst, OK first');
        return z.NEVER;
      }),
    doc: 'The States from best to worst, separated by commas.',
    secret: false,
  },
};
