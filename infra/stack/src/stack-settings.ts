import { prefixPattern } from '@panto/topics';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StackFault } from './stack-fault';

const port = z.coerce
  .number('is not a port number')
  .int('is not a port number')
  .min(0, 'is below 0')
  .max(65_535, 'is above 65535');
const address = z.string().trim().min(1).optional();

/** Environment variables of the local stack, and their schemas. */
const shape = {
  PANTO_DATA_DIR: z.string().min(1).optional(),
  PANTO_CACHE_DIR: z.string().min(1).optional(),
  PANTO_PARTITIONS: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(1, 'is below 1')
    .max(1_000, 'is above 1000')
    .default(6),
  PANTO_TOPIC_PREFIX: z
    .string()
    .regex(prefixPattern, 'may have letters, digits, ., _ and -, at most 200 of them')
    .default('panto.'),
  PANTO_CLICKHOUSE_DATABASE: z.string().default('panto'),
  PANTO_STACK: z.enum(['auto', 'docker', 'local'], 'is not one of auto, docker, local').default('auto'),
  PANTO_KAFKA_PORT: port.default(9092),
  PANTO_SCHEMA_REGISTRY_PORT: port.default(8081),
  PANTO_CLICKHOUSE_PORT: port.default(8123),
  PANTO_SERVER_PORT: port.default(8080),
  PANTO_KAFKA_BOOTSTRAP_SERVERS: address,
  PANTO_SCHEMA_REGISTRY_URL: address,
  PANTO_CLICKHOUSE_URL: address,
} as const;

/** How the local stack runs. */
export interface StackSettings {
  readonly root: string;
  readonly dataDir: string;
  readonly cacheDir: string;
  /** `auto`: processes on this machine if it has Java, else containers. */
  readonly way: 'auto' | 'docker' | 'local';
  readonly topicPrefix: string;
  /** ClickHouse database for the tables. */
  readonly database: string;
  /** Partition count of the co-partitioned topics, if they are new. */
  readonly partitions: number;
  readonly ports: {
    readonly kafka: number;
    readonly registry: number;
    readonly clickhouse: number;
    readonly server: number;
  };
  /** Configured addresses: used, not started. */
  readonly given: {
    readonly kafka: string | undefined;
    readonly registry: string | undefined;
    readonly clickhouse: string | undefined;
  };
}

/** Reads the settings from the environment; the error names all that are unusable. */
export function readStackSettings(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): StackSettings {
  const set = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in shape && value !== ''),
  );
  const parsed = z.object(shape).safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name} ${issue.message} ("${set[name] ?? ''}")`;
    });
    throw new StackFault(`These settings cannot be used: ${faults.join('; ')}.`);
  }
  const values = parsed.data;
  return {
    root,
    dataDir: resolve(root, values.PANTO_DATA_DIR ?? '.panto'),
    cacheDir: resolve(root, values.PANTO_CACHE_DIR ?? join('.panto', 'cache')),
    way: values.PANTO_STACK,
    topicPrefix: values.PANTO_TOPIC_PREFIX,
    database: values.PANTO_CLICKHOUSE_DATABASE,
    partitions: values.PANTO_PARTITIONS,
    ports: {
      kafka: values.PANTO_KAFKA_PORT,
      registry: values.PANTO_SCHEMA_REGISTRY_PORT,
      clickhouse: values.PANTO_CLICKHOUSE_PORT,
      server: values.PANTO_SERVER_PORT,
    },
    given: {
      kafka: values.PANTO_KAFKA_BOOTSTRAP_SERVERS,
      registry: values.PANTO_SCHEMA_REGISTRY_URL,
      clickhouse: values.PANTO_CLICKHOUSE_URL,
    },
  };
}
