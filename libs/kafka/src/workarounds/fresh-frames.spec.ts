import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionTo } from '../connection.fixture';
import { beginWithFreshFrames } from './fresh-frames';

describe('a connection that broke in the middle of a frame', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((socket: Socket) => {
      // A frame of 100 bytes is announced; six arrive, and then the connection is cut.
      socket.on('error', () => undefined);
      socket.write(Buffer.from([0, 0, 0, 100, 0, 0, 0, 0, 0, 0]), () =>
        setTimeout(() => socket.destroy(), 20),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('starts with an empty buffer when it is opened again', async () => {
    beginWithFreshFrames();
    const connection = connectionTo(server, { requestTimeout: 1_000 });
    await connection.connect();
    while (connection.isConnected()) await sleep(5);
    expect(connection.bytesBuffered).toBe(10);

    await connection.connect();
    expect([connection.chunks, connection.bytesBuffered, connection.bytesNeeded]).toEqual([[], 0, 4]);
    while (connection.isConnected()) await sleep(5);
  });
});
