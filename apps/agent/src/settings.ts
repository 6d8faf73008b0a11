import { registrySettings } from '@panto/avro';
import { kafkaShape } from '@panto/kafka';
import { secret, setting } from '@panto/service';
import { probes } from '@panto/probes';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isNetwork } from './permission';

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
const listOf = (known: (item: string) => boolean, what: string) =>
  z
    .string()
    .transform(list)
    .refine((items) => items.every(known), what)
    .nullable()
    .default(null);
const label = /^[^=,]+=[^,]*$/;
const labels = z
  .string()
  .default('')
  .refine((text) => list(text).every((pair) => label.test(pair)), 'must be name=value,name=value')
  .transform((text) => Object.fromEntries(list(text).map((pair) => pair.split(/=(.*)/s, 2))));
const mebibyte = 1_048_576;
const { brokers: _brokers, ...security } = kafkaShape;

/** Settings of the Agent; the Server says where Results go. */
export const agentSettings = {
  serverUrl: setting(
    'PANTO_SERVER_URL',
    z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8080'),
    'Address of the Server.',
  ),
  serverToken: secret('PANTO_API_TOKEN', z.string().min(1).optional(), 'Token that the Server requires.'),
  ...security,
  registryUserInfo: registrySettings.registryUserInfo,
  name: setting(
    'PANTO_AGENT_NAME',
    z.string().trim().min(1).max(253).default(hostname()),
    'Name of this Agent; the name of the host unless set.',
  ),
  labels: setting('PANTO_AGENT_LABELS', labels, 'Labels of this Agent: name=value,name=value.'),
  dataDir: setting(
    'PANTO_DATA_DIR',
    z.string().min(1).default('.panto'),
    'Folder for persistent data; the Agent uses its subfolder agent.',
  ),
  spoolBytes: setting(
    'PANTO_AGENT_SPOOL_BYTES',
    z.coerce
      .number()
      .int()
      .min(mebibyte)
      .default(256 * mebibyte),
    'Maximum bytes of Results kept on disk while Kafka is unavailable; beyond that, the oldest are dropped.',
  ),
  concurrency: setting(
    'PANTO_AGENT_CONCURRENCY',
    z.coerce.number().int().min(1).max(1_000).default(16),
    'Maximum number of concurrent Probes.',
  ),
  probes: setting(
    'PANTO_AGENT_PROBES',
    listOf((name) => probes.has(name), `must be some of ${[...probes.keys()].join(', ')}`),
    'Probes this Agent may run, whatever the Server says: names separated by commas; all unless set.',
  ),
  networks: setting(
    'PANTO_AGENT_NETWORKS',
    listOf(isNetwork, 'must be networks such as 10.0.0.0/8'),
    'Networks its remote Probes may talk to: CIDRs separated by commas; all unless set.',
  ),
  brokers: setting(
    kafkaShape.brokers.env,
    z
      .string()
      .refine((text) => kafkaShape.brokers.schema.safeParse(text).success, 'must be host:port,host:port')
      .optional(),
    'Kafka brokers, if their addresses from here differ from those the Server gives.',
  ),
  registryUrl: setting(
    'PANTO_SCHEMA_REGISTRY_URL',
    z.url({ protocol: /^https?$/ }).optional(),
    'Schema registry, if its address from here differs from the one the Server gives.',
  ),
};
