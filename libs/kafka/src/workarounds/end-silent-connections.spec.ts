import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type Connection from 'kafkajs/src/network/connection.js';
import { connectionTo } from '../connection.fixture';
import { endSilentConnections } from './end-silent-connections';

const body = Buffer.from([0]);
const request = {
  apiKey: 3,
  apiVersion: 1,
  apiName: 'Metadata',
  encode: () => Promise.resolve({ buf: body, buffer: body }),
};
const response = { decode: () => Promise.resolve({}), parse: () => Promise.resolve({}) };

describe('a connection on which nothing is answered', () => {
  let server: Server;
  let accepted: Socket[];
  let connection: Connection;
  beforeAll(() => endSilentConnections());
  beforeEach(async () => {
    accepted = [];
    server = createServer((socket: Socket) => {
      accepted.push(socket);
      // It accepts everything, as a dead connection does.
      socket.resume();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    connection = connectionTo(server);
    await connection.connect();
  });
  afterEach(async () => {
    for (const socket of accepted) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is ended by the first request that times out, and all others fail with it', async () => {
    const [first, second] = await Promise.allSettled([
      connection.send({ request, response }),
      connection.send({ request, response, requestTimeout: 60_000 }),
    ]);
    expect(String(first.status === 'rejected' && first.reason)).toContain('timed out');
    expect(String(second.status === 'rejected' && second.reason)).toContain('timed out');
    expect(connection.isConnected()).toBe(false);

    await connection.connect();
    expect(connection.isConnected()).toBe(true);
    await sleep(50);
    expect([connection.isConnected(), accepted.length]).toEqual([true, 2]);
    await connection.disconnect();
  });

  it('is ended if an authentication times out', async () => {
    const authentication = { encode: () => Promise.resolve(Buffer.from([1])) };
    await expect(connection.sendAuthRequest({ request: authentication, response })).rejects.toThrow('closed');
    await sleep(20);
    expect(connection.isConnected()).toBe(false);
  });
});
