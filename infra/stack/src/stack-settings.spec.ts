import { readStackSettings } from './stack-settings';

describe('readStackSettings', () => {
  it('has the documented defaults', () => {
    expect(readStackSettings('/clone', {})).toEqual({
      root: '/clone',
      dataDir: '/clone/.panto',
      cacheDir: '/clone/.panto/cache',
      way: 'auto',
      topicPrefix: 'panto.',
      database: 'panto',
      partitions: 6,
      ports: { kafka: 9092, registry: 8081, clickhouse: 8123, server: 8080 },
      given: { kafka: undefined, registry: undefined, clickhouse: undefined },
    });
  });

  it('keeps downloads in the clone even if the data are elsewhere', () => {
    const settings = readStackSettings('/clone', { PANTO_DATA_DIR: '/data' });
    expect([settings.dataDir, settings.cacheDir]).toEqual(['/data', '/clone/.panto/cache']);
  });

  it('treats an empty variable as unset', () => {
    expect(readStackSettings('/', { PANTO_KAFKA_PORT: '' }).ports.kafka).toBe(9092);
  });

  it('names every fault in one sentence', () => {
    const bad = { PANTO_KAFKA_PORT: 'x', PANTO_SERVER_PORT: '70000', PANTO_STACK: 'cloud' };
    expect(() => readStackSettings('/', bad)).toThrow(
      'These settings cannot be used: PANTO_STACK is not one of auto, docker, local ("cloud"); ' +
        'PANTO_KAFKA_PORT is not a port number ("x"); PANTO_SERVER_PORT is above 65535 ("70000").',
    );
  });

  it('refuses a prefix that Kafka would refuse in the name of a topic', () => {
    expect(() => readStackSettings('/clone', { PANTO_TOPIC_PREFIX: 'our topics/' })).toThrow(
      'PANTO_TOPIC_PREFIX may have letters, digits, ., _ and -, at most 200 of them ("our topics/")',
    );
  });
});
