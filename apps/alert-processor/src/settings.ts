import { registrySettings } from '@panto/avro';
import { instanceShape, kafkaShape } from '@panto/kafka';
import { severityOf } from '@panto/model';
import { setting } from '@panto/service';
import { z } from 'zod';

/** Settings of the alert-processor. */
export const alertProcessorSettings = {
  ...kafkaShape,
  ...instanceShape,
  ...registrySettings,
  topicPrefix: setting('PANTO_TOPIC_PREFIX', z.string().default('panto.'), 'Begins the names of all topics.'),
  tasks: setting(
    'PANTO_TASKS',
    z.coerce.number().int().min(1).max(1024).default(8),
    'Number of tasks that share the partitions; the same in all processes of this stage.',
  ),
  standby: setting(
    'PANTO_STANDBY',
    z.stringbool().default(false),
    'Whether this process keeps copies of the memory of the tasks that it does not have, to take them over at once.',
  ),
  warmChecks: setting(
    'PANTO_WARM_CHECKS',
    z.coerce.number().int().min(0).default(500_000),
    'How many Checks of this process have their memory at hand; that of the others is kept as bytes, which takes a fraction of the room, and some microseconds when a record of them comes.',
  ),
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
