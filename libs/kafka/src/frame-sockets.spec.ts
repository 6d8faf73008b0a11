import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { BufferPool } from './buffer-pool';
import { frameSockets } from './frame-sockets';

describe('a socket of frames', () => {
  let server: Server;
  let serve: (socket: Socket) => void;
  let client: Socket;
  const open = async (): Promise<Buffer[]> => {
    server = createServer((socket) => serve(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const got: Buffer[] = [];
    // kafkajs passes null for no encryption.
    client = frameSockets(new BufferPool())({
      host: '127.0.0.1',
      port,
      ssl: null as never,
      onConnect: () => undefined,
    });
    client.on('data', (frame: Buffer) => got.push(frame));
    return got;
  };
  afterEach(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('delivers a large frame in one piece, and reports when the other side has ended', async () => {
    const frame = Buffer.alloc(4 + 3_000_000, 7);
    frame.writeInt32BE(3_000_000);
    serve = (socket) => socket.end(Buffer.concat([frame, frame]));
    const got = await open();
    await once(client, 'end');
    expect(got.map(({ length }) => length)).toEqual([frame.length, frame.length]);
    expect(got.every((one) => one.equals(frame))).toBe(true);
  });

  it('fails if the peer does not speak the Kafka protocol', async () => {
    serve = (socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    };
    await open();
    const [error] = (await once(client, 'error')) as [Error];
    expect(error.message).toContain('a frame of 1213486160 bytes');
  });
});
