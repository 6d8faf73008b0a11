import { registrySettings } from '@panto/avro';
import { clickhouseSettings } from '@panto/clickhouse';
import { kafkaShape } from '@panto/kafka';
import { clockShape } from '@panto/resource';
import { setting } from '@panto/service';
import { topicShape } from '@panto/topics';
import { z } from 'zod';

/** The settings of the metrics sink, besides those that every process has. */
export const sinkSettings = {
  ...kafkaShape,
  ...registrySettings,
  ...clickhouseSettings,
  ...topicShape,
  ...clockShape,
  tasks: setting(
    'PANTO_METRICS_SINK_TASKS',
    z.coerce.number().int().min(1).max(1024).default(2),
    'Number of tasks that share the partitions; each inserts on its own, and a process runs one or more.',
  ),
  batchRecords: setting(
    'PANTO_METRICS_SINK_BATCH_RECORDS',
    z.coerce.number().int().min(1).max(100_000).default(10_000),
    'Maximum number of records that go into ClickHouse at once.',
  ),
  linger: setting(
    'PANTO_METRICS_SINK_LINGER_MS',
    z.coerce.number().int().min(10).max(60_000).default(1_000),
    'How long records are gathered before they go into ClickHouse, ms.',
  ),
};
