import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket, connect as open } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Connection from 'kafkajs/src/network/connection.js';
import { beginWithFreshFrames } from './fresh-frames';

const quiet = {
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
};
const logger = { ...quiet, namespace: () => quiet };

describe('a connection that broke in the middle of a frame', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((socket: Socket) => {
      // A frame of 100 bytes is announced; six come, and then the line is cut.
      socket.on('error', () => undefined);
      socket.write(Buffer.from([0, 0, 0, 100, 0, 0, 0, 0, 0, 0]), () =>
        setTimeout(() => socket.destroy(), 20),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('begins with nothing when it is opened again', async () => {
    beginWithFreshFrames();
    const { port } = server.address() as AddressInfo;
    const connection = new Connection({
      host: '127.0.0.1',
      port,
      logger,
      socketFactory: ({ host, port: to, onConnect }) => open({ host, port: to }, onConnect),
      requestTimeout: 1_000,
      connectionTimeout: 1_000,
    });
    await connection.connect();
    while (connection.isConnected()) await sleep(5);
    expect(connection.bytesBuffered).toBe(10);

    await connection.connect();
    expect([connection.chunks, connection.bytesBuffered, connection.bytesNeeded]).toEqual([[], 0, 4]);
    while (connection.isConnected()) await sleep(5);
  });
});
