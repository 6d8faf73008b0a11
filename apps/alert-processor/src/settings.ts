import { registrySettings } from '@panto/avro';
import { instanceShape, kafkaShape } from '@panto/kafka';
import { severityOf } from '@panto/model';
import { setting, stageSettings } from '@panto/service';
import { z } from 'zod';

/** Settings of the alert-processor. */
export const alertProcessorSettings = {
  ...kafkaShape,
  ...instanceShape,
  ...registrySettings,
  topicPrefix: setting('PANTO_TOPIC_PREFIX', z.string().default('panto.'), 'Begins the names of all topics.'),
  ...stageSettings,
  severity: setting(
    'PANTO_SEVERITY_ORDER',
    z
      .string()
      .default('OK,UNKNOWN,WARNING,MISSING_DATA,ERROR,CRITICAL')
      .transform((text, context) => {
        const order = severityOf(text);
        if (order) return order;
        context.addIssue('must name each of the six States once, from best to worst, OK first');
        return z.NEVER;
      }),
    'The States from best to worst, separated by commas.',
  ),
};
