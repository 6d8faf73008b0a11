import { registrySettings } from '@panto/avro';
import { clickhouseSettings } from '@panto/clickhouse';
import { kafkaShape } from '@panto/kafka';
import { port, secret, setting } from '@panto/service';
import { topicShape } from '@panto/topics';
import { z } from 'zod';

/** Settings of the Server. */
export const serverSettings = {
  ...kafkaShape,
  ...registrySettings,
  ...topicShape,
  ...clickhouseSettings,
  host: setting(
    'PANTO_SERVER_HOST',
    z.string().min(1).default('127.0.0.1'),
    'Address on which the API is served.',
  ),
  port: setting('PANTO_SERVER_PORT', port.default(8080), 'Port on which the API is served.'),
  token: secret(
    'PANTO_API_TOKEN',
    z.string().min(16).optional(),
    'Token that requests to /api/v1 must carry, 16 characters or more; absent: anybody who reaches the port may do anything.',
  ),
  allowedHosts: setting(
    'PANTO_ALLOWED_HOSTS',
    z
      .string()
      .default('')
      .transform((text) =>
        text
          .toLowerCase()
          .split(/[\s,]+/)
          .filter((name) => name !== ''),
      )
      .pipe(z.array(z.string().regex(/^[^:/]+$/, 'names without scheme and port, with commas between'))),
    'Names by which the API may be asked without a token, with commas between; IP addresses and localhost always are. With PANTO_API_TOKEN any name will do.',
  ),
  bodyBytes: setting(
    'PANTO_SERVER_BODY_BYTES',
    z.coerce
      .number()
      .int()
      .min(1_024)
      .max(256 * 1_048_576)
      .default(16 * 1_048_576),
    'Maximum size of a request body, bytes.',
  ),
  agentKafka: setting(
    'PANTO_AGENT_KAFKA_BOOTSTRAP_SERVERS',
    z.string().optional(),
    'Kafka brokers given to Agents, if they differ from those of the Server.',
  ),
  agentRegistry: setting(
    'PANTO_AGENT_SCHEMA_REGISTRY_URL',
    z.url().optional(),
    'Schema registry given to Agents, if it differs from that of the Server.',
  ),
  tlsPort: setting(
    'PANTO_SERVER_TLS_PORT',
    port.optional(),
    'Additional port on which the API is served over TLS; needs PANTO_SERVER_TLS_CERTIFICATE and PANTO_SERVER_TLS_KEY.',
  ),
  tlsCertificate: secret('PANTO_SERVER_TLS_CERTIFICATE', z.string().optional(), 'Certificate (PEM) for TLS.'),
  tlsKey: secret('PANTO_SERVER_TLS_KEY', z.string().optional(), 'Private key (PEM) for TLS.'),
};
