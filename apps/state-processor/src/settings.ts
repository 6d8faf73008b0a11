import { registrySettings } from '@panto/avro';
import { instanceShape, kafkaShape, topicShape } from '@panto/kafka';
import { clockShape, severityShape } from '@panto/resource';
import { stageSettings } from '@panto/service';

/** Settings of the state-processor. */
export const stateProcessorSettings = {
  ...kafkaShape,
  ...instanceShape,
  ...registrySettings,
  ...topicShape,
  ...stageSettings,
  ...severityShape,
  ...clockShape,
};
