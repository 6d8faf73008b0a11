import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectOnce } from './connect-once';
import { connectionTo } from '../connection.fixture';

describe('a connection that several callers want at the same time', () => {
  let server: Server;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      sockets.push(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is a single one, and a new one after it has ended', async () => {
    connectOnce();
    const connection = connectionTo(server);
    for (const opened of [1, 2]) {
      await Promise.all([connection.connect(), connection.connect(), connection.connect()]);
      await sleep(20);
      expect(sockets).toHaveLength(opened);
      for (const socket of sockets) socket.end();
      while (connection.isConnected()) await sleep(5);
    }
  });

  it('fails for all of them, and can be opened later', async () => {
    connectOnce();
    const connection = connectionTo(server);
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const outcomes = await Promise.allSettled([connection.connect(), connection.connect()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    await connection.connect();
    await connection.disconnect();
  });
});
