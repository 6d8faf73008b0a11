import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Broker } from 'kafkajs';
import type Connection from 'kafkajs/src/network/connection.js';
import { ask } from './ask';
import { BufferPool } from './buffer-pool';
import { connectionTo } from './connection.fixture';
import { frameSockets } from './frame-sockets';
import { beginWithFreshFrames } from './workarounds/fresh-frames';

const question = { apiKey: 0, apiVersion: 7, apiName: 'Produce', timeout: 200 };

describe('a request over a connection of kafkajs', () => {
  let server: Server;
  let answer: (socket: Socket, request: Buffer) => void;
  let connection: Connection;
  const broker = (): Broker =>
    ({ connectionPool: { getConnectionByRequest: async () => connection } }) as unknown as Broker;
  beforeAll(() => beginWithFreshFrames());
  beforeEach(async () => {
    server = createServer((socket) => socket.on('data', (bytes: Buffer) => answer(socket, bytes)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    connection = connectionTo(server, {
      socketFactory: (options) => frameSockets(new BufferPool())({ ...options, ssl: null as never }),
      clientId: 'spec',
    });
    await connection.connect();
  });
  afterEach(async () => {
    await connection.disconnect();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is one frame, and its response is what follows the correlation id', async () => {
    const requests: string[] = [];
    answer = (socket, request) => {
      requests.push(request.toString('hex'));
      const frame = Buffer.concat([Buffer.from([0, 0, 0, 6]), request.subarray(8, 12), Buffer.from('ok')]);
      // In two pieces, which must be reassembled.
      socket.write(frame.subarray(0, 5), () => socket.write(frame.subarray(5)));
    };
    const body = [Buffer.from('one'), Buffer.from('two')];
    const answers = [
      await ask(broker(), { ...question, body }),
      await ask(broker(), { ...question, body: [] }),
    ];
    expect(answers.map(String)).toEqual(['ok', 'ok']);
    const head = (size: string, id: string) => `000000${size}0000000700000${id}`;
    expect(requests).toEqual([
      `${head('14', '000')}0004${Buffer.from('spec').toString('hex')}${Buffer.from('onetwo').toString('hex')}`,
      `${head('0e', '001')}0004${Buffer.from('spec').toString('hex')}`,
    ]);
  });

  it('ends the connection if it is not answered in time', async () => {
    answer = () => undefined;
    await expect(ask(broker(), { ...question, body: [] })).rejects.toThrow('timed out');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connection.isConnected()).toBe(false);
  });
});
