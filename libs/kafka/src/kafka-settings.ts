import { z } from 'zod';
import type { TransactionVersion } from './transaction-version';

const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const compressions = ['none', 'gzip', 'snappy', 'lz4'] as const;
const upper = (value: unknown): unknown => (typeof value === 'string' ? value.toUpperCase() : value);

/** Environment variables of the connection to Kafka, with librdkafka's names where it has them. */
export const kafkaShape = {
  brokers: {
    env: 'PANTO_KAFKA_BOOTSTRAP_SERVERS',
    schema: z
      .string()
      .default('127.0.0.1:9092')
      .transform((text) => text.split(',').map((address) => address.trim()))
      .refine(
        (list) => list.every((address) => /^.+:\d+$/.test(address)),
        'must be host:port, host:port ...',
      ),
    doc: 'Addresses of some brokers, host:port, separated by commas.',
    secret: false,
  },
  protocol: {
    env: 'PANTO_KAFKA_SECURITY_PROTOCOL',
    schema: z.preprocess(upper, z.enum(protocols).default('PLAINTEXT')),
    doc: `Security protocol: ${protocols.join(', ')}.`,
    secret: false,
  },
  mechanism: {
    env: 'PANTO_KAFKA_SASL_MECHANISM',
    schema: z.preprocess(upper, z.enum(mechanisms).optional()),
    doc: `SASL mechanism: ${mechanisms.join(', ')}.`,
    secret: false,
  },
  mechanisms: {
    env: 'PANTO_KAFKA_SASL_MECHANISMS',
    schema: z.preprocess(upper, z.enum(mechanisms).optional()),
    doc: "The same as PANTO_KAFKA_SASL_MECHANISM, by librdkafka's other name.",
    secret: false,
  },
  username: {
    env: 'PANTO_KAFKA_SASL_USERNAME',
    schema: z.string().optional(),
    doc: 'SASL user.',
    secret: false,
  },
  password: {
    env: 'PANTO_KAFKA_SASL_PASSWORD',
    schema: z.string().optional(),
    doc: 'SASL password.',
    secret: true,
  },
  ca: {
    env: 'PANTO_KAFKA_SSL_CA_LOCATION',
    schema: z.string().optional(),
    doc: 'File with the CA certificates (PEM) that must have signed those of the brokers.',
    secret: false,
  },
  certificate: {
    env: 'PANTO_KAFKA_SSL_CERTIFICATE_LOCATION',
    schema: z.string().optional(),
    doc: 'File with the certificate (PEM) of this client.',
    secret: false,
  },
  key: {
    env: 'PANTO_KAFKA_SSL_KEY_LOCATION',
    schema: z.string().optional(),
    doc: 'File with the private key (PEM) of this client.',
    secret: false,
  },
  keyPassword: {
    env: 'PANTO_KAFKA_SSL_KEY_PASSWORD',
    schema: z.string().optional(),
    doc: 'Password of the private key.',
    secret: true,
  },
  hostVerification: {
    env: 'PANTO_KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM',
    schema: z.enum(['https', 'none']).default('https'),
    doc: 'https: the certificate of a broker must match its name; none: it need not.',
    secret: false,
  },
  compression: {
    env: 'PANTO_KAFKA_COMPRESSION_TYPE',
    schema: z.enum(compressions).default('none'),
    doc: `How written batches are compressed: ${compressions.join(', ')}; not every reader supports lz4 and snappy.`,
    secret: false,
  },
  transactionVersion: {
    env: 'PANTO_KAFKA_TRANSACTION_VERSION',
    schema: z
      .enum(['1', '2'])
      .default('2')
      .transform((text): TransactionVersion => (text === '1' ? 1 : 2)),
    doc: 'Version of transactions: 2, as in Kafka 4.0 (KIP-890), if the brokers support it; 1, as before.',
    secret: false,
  },
} as const;

/** How to reach Kafka and authenticate to it. */
export type KafkaSettings = {
  readonly [Name in keyof typeof kafkaShape]: z.output<(typeof kafkaShape)[Name]['schema']>;
};

/**
 * The settings of an environment; throws an error that lists every fault. Processes read them along with all their
 * others instead.
 */
export function kafkaSettings(env: Readonly<Record<string, string | undefined>>): KafkaSettings {
  const entries = Object.entries(kafkaShape).map(([name, { env: variable, schema }]) => {
    const parsed = schema.safeParse(env[variable] === '' ? undefined : env[variable]);
    if (!parsed.success)
      throw new Error(`${variable}: ${parsed.error.issues.map((i) => i.message).join('; ')}`);
    return [name, parsed.data];
  });
  // Each value was parsed by the schema of its name.
  return Object.fromEntries(entries) as KafkaSettings;
}
