import { registrySettings } from '@panto/avro';
import { instanceShape, kafkaShape } from '@panto/kafka';
import { severityShape } from '@panto/resource';
import { stageSettings } from '@panto/service';
import { topicShape } from '@panto/topics';

/** Settings of the alert-processor. */
export const alertProcessorSettings = {
  ...kafkaShape,
  ...instanceShape,
  ...registrySettings,
  ...topicShape,
  ...stageSettings,
  ...severityShape,
};
