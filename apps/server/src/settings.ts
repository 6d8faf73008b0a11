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
    'Token that requests to /api/v1 must bear, 16 characters or more; absent: everybody who reaches the port may do everything.',
  ),
  bodyBytes: setting(
    'PANTO_SERVER_BODY_BYTES',
    z.coerce
      .number()
      .int()
      .min(1_024)
      .max(256 * 1_048_576)
      .default(16 * 1_048_576),
    'Largest body of a request, bytes.',
  ),
  agentKafka: setting(
    'PANTO_AGENT_KAFKA_BOOTSTRAP_SERVERS',
    z.string().optional(),
    'Kafka brokers that Agents are told, where those of the Server are not theirs.',
  ),
  agentRegistry: setting(
    'PANTO_AGENT_SCHEMA_REGISTRY_URL',
    z.url().optional(),
    'Schema registry that Agents are told, where that of the Server is not theirs.',
  ),
  tlsPort: setting(
    'PANTO_SERVER_TLS_PORT',
    port.optional(),
    'Port on which the API is served over TLS besides; needs PANTO_SERVER_TLS_CERTIFICATE and PANTO_SERVER_TLS_KEY.',
  ),
  tlsCertificate: secret('PANTO_SERVER_TLS_CERTIFICATE', z.string().optional(), 'Certificate (PEM) for TLS.'),
  tlsKey: secret('PANTO_SERVER_TLS_KEY', z.string().optional(), 'Private key (PEM) for TLS.'),
};
