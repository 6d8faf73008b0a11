import { Registry, registerSchemas, registryAddress, registrySettings, subjectsOf } from '@panto/avro';
import { createClient, kafkaSettings } from '@panto/kafka';
import { readSettings } from '@panto/service';
import { addressVariables, type Addresses } from '../parts/plan';
import { StackFault } from '../stack-fault';
import type { StackSettings } from '../stack-settings';
import { openTopicLayout } from '@panto/topics';

/**
 * Creates missing topics, adjusts those that differ, registers the schemas. Idempotent; returns what was new.
 */
export async function layOut(
  addresses: Addresses,
  { topicPrefix: prefix, partitions }: Pick<StackSettings, 'topicPrefix' | 'partitions'>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const variables = { ...environment, ...addressVariables(addresses) };
  const client = createClient(kafkaSettings(variables), 'panto-layout');
  const layout = await openTopicLayout(client, { prefix, partitions }).catch(
    refuse(`Kafka at ${addresses.kafka} is not available`),
  );
  try {
    await layout.apply();
  } finally {
    await layout.close();
  }
  const registry = readSettings(registrySettings, variables);
  await registerSchemas(new Registry(registryAddress(registry)), subjectsOf(prefix)).catch(
    refuse(`The schema registry at ${addresses.registry} does not accept the schemas`),
  );
  return layout.steps.flatMap(({ kind, topic }) => (kind === 'create' ? [topic.name] : []));
}

/** A refusal by a server is for the user to fix: reported as one sentence, and the stack does not start. */
const refuse =
  (what: string) =>
  (error: unknown): never => {
    throw new StackFault(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
