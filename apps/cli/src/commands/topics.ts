import { Registry, registerSchemas, registryAddress, registrySettings, subjectsOf } from '@panto/avro';
import { briefRetry, createClient, describeStep, kafkaShape } from '@panto/kafka';
import { readSettings, setting } from '@panto/service';
import { openTopicLayout, topicShape, type TopicLayout } from '@panto/topics';
import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { unreachable } from '../unreachable';

const count = z.coerce.number().int().min(1);

/** Settings of the commands that manage topics. */
const topicsSettings = {
  ...kafkaShape,
  ...registrySettings,
  prefix: topicShape.topicPrefix,
  partitions: setting('PANTO_PARTITIONS', count.default(6), 'Partitions of the co-partitioned topics, when they are created.'), // prettier-ignore
  replicationFactor: setting('PANTO_REPLICATION_FACTOR', count.optional(), 'Replication factor; default: 3, or the number of brokers if there are fewer.'), // prettier-ignore
};

/** `panto topics`: plans and creates the topics and schemas that Panto needs. */
export function topicsCommand(): Command {
  return new Command('topics')
    .description('plan and create the topics and schemas that Panto needs')
    .addCommand(
      new Command('plan')
        .description('print what would be created or altered; changes nothing')
        .action(() => withLayout((layout) => Promise.resolve(print(layout)))),
    )
    .addCommand(
      new Command('apply')
        .description('create and alter topics, register schemas and their compatibility; safe to repeat')
        .action(() => withLayout(apply)),
    );
}

type Use = (layout: TopicLayout, settings: ReturnType<typeof settingsOf>) => Promise<void>;

const settingsOf = () => readSettings(topicsSettings, process.env);

async function withLayout(use: Use): Promise<void> {
  const settings = settingsOf();
  const layout = await openTopicLayout(
    createClient(settings, 'panto-topics', undefined, briefRetry),
    settings,
  ).catch(
    unreachable('PANTO_KAFKA_BOOTSTRAP_SERVERS', `Kafka at ${settings.brokers.join(',')} is not available: `),
  );
  try {
    await use(layout, settings);
  } finally {
    await layout.close();
  }
}

function print({ steps }: TopicLayout): void {
  for (const step of steps) console.log(describeStep(step));
}

const apply: Use = async (layout, settings) => {
  print(layout);
  await layout.apply();
  const subjects = subjectsOf(settings.prefix);
  await registerSchemas(new Registry(registryAddress(settings)), subjects).catch(
    unreachable('PANTO_SCHEMA_REGISTRY_URL'),
  );
  console.log(`${subjects.length} schemas are registered, FULL_TRANSITIVE`);
  const conflicts = layout.steps.filter(({ kind }) => kind === 'conflict');
  if (conflicts.length > 0) throw new CliError(exitCode.refused, conflicts.map(describeStep));
};
