import type { ConnectionOptions } from 'node:tls';
import type { KafkaConfig, RetryOptions, SASLOptions } from 'kafkajs';
import type { KafkaSettings } from './kafka-settings';
import { requestTimeout } from './request-timeout';

/** kafkajs waits 300 ms before its first retry by default, even where Kafka means a few ms (right after a commit). */
export const quickRetry: RetryOptions = {
  initialRetryTime: 5,
  multiplier: 1.5,
  factor: 0.2,
  maxRetryTime: 1_000,
  retries: 30,
};

/** For interactive use: a broker that does not respond is reported after some two seconds. */
export const briefRetry: RetryOptions = { ...quickRetry, retries: 12 };

/**
 * The configuration of kafkajs for some settings; `readFile` returns the text of a file. Throws if something is
 * missing.
 */
export function clientConfig(
  settings: KafkaSettings,
  clientId: string,
  readFile: (path: string) => string,
  retry: RetryOptions = quickRetry,
): KafkaConfig {
  const { brokers, protocol } = settings;
  const sasl = protocol.startsWith('SASL_') ? { sasl: saslOf(settings) } : {};
  const ssl = protocol.endsWith('SSL') ? { ssl: sslOf(settings, readFile) } : {};
  return {
    brokers: [...brokers],
    clientId,
    connectionTimeout: 5_000,
    requestTimeout,
    retry,
    ...sasl,
    ...ssl,
  };
}

function saslOf(settings: KafkaSettings): SASLOptions {
  const { username, password, protocol } = settings;
  const mechanism = settings.mechanism ?? settings.mechanisms ?? 'PLAIN';
  if (username === undefined || password === undefined) {
    throw new Error(
      `PANTO_KAFKA_SECURITY_PROTOCOL is ${protocol}: set PANTO_KAFKA_SASL_USERNAME and PANTO_KAFKA_SASL_PASSWORD.`,
    );
  }
  switch (mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain', username, password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}

function sslOf(settings: KafkaSettings, readFile: (path: string) => string): ConnectionOptions {
  const { ca, certificate, key, keyPassword, hostVerification } = settings;
  if ((certificate === undefined) !== (key === undefined)) {
    throw new Error(
      'PANTO_KAFKA_SSL_CERTIFICATE_LOCATION and PANTO_KAFKA_SSL_KEY_LOCATION belong together: set both or neither.',
    );
  }
  return {
    ...(ca === undefined ? {} : { ca: [readFile(ca)] }),
    ...(certificate === undefined ? {} : { cert: readFile(certificate) }),
    ...(key === undefined ? {} : { key: readFile(key) }),
    ...(keyPassword === undefined ? {} : { passphrase: keyPassword }),
    ...(hostVerification === 'none' ? { checkServerIdentity: () => undefined } : {}),
  };
}
