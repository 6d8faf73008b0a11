import { describe, expect, it } from '@jest/globals';
import { clientConfig } from './client-config';
import { kafkaSettings } from './kafka-settings';

const files: Readonly<Record<string, string>> = { ca: 'CA', cert: 'CERT', key: 'KEY' };
const config = (env: Record<string, string>) =>
  clientConfig(kafkaSettings(env), 'panto', (path) => files[path] ?? '');

describe('the connection to Kafka', () => {
  it('is plaintext to the local broker by default', () => {
    expect(config({})).toMatchObject({ brokers: ['127.0.0.1:9092'], clientId: 'panto' });
    expect(config({})).not.toHaveProperty('ssl');
    expect(config({})).not.toHaveProperty('sasl');
  });

  it('accepts several brokers, TLS and SASL by librdkafka names', () => {
    expect(
      config({
        PANTO_KAFKA_BOOTSTRAP_SERVERS: 'a:1, b:2',
        PANTO_KAFKA_SECURITY_PROTOCOL: 'sasl_ssl',
        PANTO_KAFKA_SASL_MECHANISMS: 'SCRAM-SHA-512',
        PANTO_KAFKA_SASL_USERNAME: 'user',
        PANTO_KAFKA_SASL_PASSWORD: 'secret',
        PANTO_KAFKA_SSL_CA_LOCATION: 'ca',
        PANTO_KAFKA_SSL_CERTIFICATE_LOCATION: 'cert',
        PANTO_KAFKA_SSL_KEY_LOCATION: 'key',
      }),
    ).toMatchObject({
      brokers: ['a:1', 'b:2'],
      sasl: { mechanism: 'scram-sha-512', username: 'user', password: 'secret' },
      ssl: { ca: ['CA'], cert: 'CERT', key: 'KEY' },
    });
  });

  it('skips the verification of names only if told so', () => {
    const ssl = { PANTO_KAFKA_SECURITY_PROTOCOL: 'SSL' };
    expect(config(ssl).ssl).toEqual({});
    expect(config({ ...ssl, PANTO_KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM: 'none' }).ssl).toHaveProperty(
      'checkServerIdentity',
    );
  });

  const faults: [string, Record<string, string>, string][] = [
    ['SASL without a user', { PANTO_KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, 'PANTO_KAFKA_SASL_USERNAME'],
    [
      'a certificate without its key',
      { PANTO_KAFKA_SECURITY_PROTOCOL: 'SSL', PANTO_KAFKA_SSL_CERTIFICATE_LOCATION: 'cert' },
      'belong together',
    ],
    ['an unknown protocol', { PANTO_KAFKA_SECURITY_PROTOCOL: 'TLS' }, 'PANTO_KAFKA_SECURITY_PROTOCOL'],
    ['an address without a port', { PANTO_KAFKA_BOOTSTRAP_SERVERS: 'kafka' }, 'host:port'],
  ];
  it.each(faults)('explains what is wrong with %s', (_sentence, env, message) => {
    expect(() => config(env)).toThrow(message);
  });
});
