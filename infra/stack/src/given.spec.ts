import { createServer, type AddressInfo } from 'node:net';
import { lookAtGiven } from './given';

const nothing = { kafka: undefined, registry: undefined, clickhouse: undefined };

describe('configured servers', () => {
  const server = createServer((socket) => socket.destroy());
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  it('are checked only if they are configured', async () => {
    await expect(lookAtGiven(nothing, 0)).resolves.toBeUndefined();
  });

  it('are available if somebody listens; one of several brokers is enough', async () => {
    const given = {
      kafka: `127.0.0.1:1,SASL_SSL://127.0.0.1:${port}`,
      registry: `https://127.0.0.1:${port}/apis/ccompat/v7`,
      clickhouse: `http://127.0.0.1:${port}`,
    };
    await expect(lookAtGiven(given, 0)).resolves.toBeUndefined();
  });

  it('are reported, each in one sentence, if nobody listens', async () => {
    const given = { ...nothing, kafka: '127.0.0.1:1', registry: 'http://127.0.0.1:2/' };
    await expect(lookAtGiven(given, 0)).rejects.toThrow(
      'No Kafka answers at 127.0.0.1:1 (PANTO_KAFKA_BOOTSTRAP_SERVERS): start it there, or remove the setting, and npm start starts its own.\n' +
        'No schema registry answers at http://127.0.0.1:2/ (PANTO_SCHEMA_REGISTRY_URL): start it there',
    );
  });

  it('are reported without the passwords in their addresses', async () => {
    const given = { ...nothing, clickhouse: 'http://me:hush@127.0.0.1:1' };
    await expect(lookAtGiven(given, 0)).rejects.toThrow('No ClickHouse answers at http://***@127.0.0.1:1 (');
  });

  it.each([
    [{ ...nothing, kafka: 'kafka-1' }, 'PANTO_KAFKA_BOOTSTRAP_SERVERS is not an address ("kafka-1").'],
    [{ ...nothing, clickhouse: '127.0.0.1' }, 'PANTO_CLICKHOUSE_URL is not an address ("127.0.0.1").'],
  ])('must be addresses', async (given, fault) => {
    await expect(lookAtGiven(given, 0)).rejects.toThrow(fault);
  });
});
