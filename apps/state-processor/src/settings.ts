import { registrySettings } from '@panto/avro';
import { instanceShape, kafkaShape } from '@panto/kafka';
import { clockShape, severityShape } from '@panto/resource';
import { stageSettings } from '@panto/service';
import { topicShape } from '@panto/topics';

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
