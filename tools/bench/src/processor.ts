import { join } from 'node:path';
import { Child } from './child';
import type { Stage } from './contender';

/** The flags that the guide recommends for a processor, and that docker/Dockerfile sets. */
export const advised = ['--max-semi-space-size=64', '--single-threaded-gc'];

/** How a processor is started, apart from where. */
export interface ProcessorOptions {
  readonly name: string;
  /** Flags for its node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts Panto's state-processor, as it is shipped, over the topics of a prefix. */
export function startProcessor(
  { root, servers }: Pick<Stage, 'root' | 'servers'>,
  prefix: string,
  { name, flags = advised, env }: ProcessorOptions,
): Child {
  return new Child(name, process.execPath, [...flags, join(root, 'dist/apps/state-processor/main.js')], {
    PANTO_TOPIC_PREFIX: prefix,
    PANTO_KAFKA_BOOTSTRAP_SERVERS: servers.kafka,
    PANTO_SCHEMA_REGISTRY_URL: servers.registry,
    PANTO_STATE_PROCESSOR_HTTP_PORT: '0',
    PANTO_LOG_LEVEL: 'warn',
    ...env,
  });
}
