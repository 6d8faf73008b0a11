import { afterEach, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { askedOnce } from '../permitted-lookup';
import { runProbe } from '../test-surroundings';
import { tcp } from './tcp';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function serve(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

test('an accepting port is up; the default address is the Target', async () => {
  const result = await runProbe(tcp, { port: await serve(() => undefined) });
  expect(result).toMatchObject({ error: null, bools: { up: true } });
  expect(result.floats['connect-seconds']).toBeGreaterThan(0);
});

test('a port without a listener is refused', async () => {
  const port = await serve(() => undefined);
  await new Promise((done) => servers.pop()?.close(done));
  const result = await runProbe(tcp, { port });
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'refused' } });
});

test('the addresses of a name are tried until one accepts', async () => {
  const result = await runProbe(tcp, { address: 'localhost', port: await serve(() => undefined) });
  expect(result).toMatchObject({ bools: { up: true } });
});

test('a sent text is answered, also in pieces', async () => {
  const port = await serve((socket) =>
    socket.once('data', (said) => {
      socket.write('220 he');
      setTimeout(() => socket.write(`llo ${said.toString()}`), 20);
    }),
  );
  const result = await runProbe(tcp, { port, send: 'EHLO', expect: '^220 hello EHLO' });
  expect(result).toMatchObject({ bools: { up: true, match: true }, strings: { banner: '220 hello EHLO' } });
});

test('another answer does not match, and is shown', async () => {
  const port = await serve((socket) => socket.end('554 go away'));
  expect(await runProbe(tcp, { port, expect: '^220' })).toMatchObject({
    bools: { up: false, match: false },
    strings: { failure: 'no-match', banner: '554 go away' },
  });
});

test('an endless stream that never matches is cut off after 64 KiB', async () => {
  const port = await serve((socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(16_384, 'x')));
    };
    socket.on('drain', pour);
    pour();
  });
  const result = await runProbe(tcp, { port, expect: 'y' });
  expect(result.strings).toMatchObject({ failure: 'no-match' });
  expect(result.strings['banner']).toHaveLength(1024);
});

test('a silent server is cut off at the timeout', async () => {
  const port = await serve(() => undefined);
  const result = await runProbe(tcp, { port, expect: 'x', timeout: 0.2 });
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'timeout' } });
});

test('a bad pattern is an error', async () => {
  expect((await runProbe(tcp, { port: 1, expect: '(' })).error).toContain('(');
});

const unanswered = (): Promise<never> => new Promise(() => undefined);
test('a name that no resolver resolves in time is an error: nothing was learnt about the Target', async () => {
  const parameters = { address: 'web-1.example.com', port: 1, timeout: '100ms' };
  const { error } = await runProbe(tcp, parameters, { resolve: unanswered });
  expect(error).toBe('unresolved: no resolver returned an address of web-1.example.com within 100 ms');
});

test('concurrent lookups of a name are shared', async () => {
  const asked: string[] = [];
  const once = askedOnce((name) => {
    asked.push(name);
    return Promise.resolve([{ address: '192.0.2.1', family: 4 }]);
  });
  await Promise.all([
    once('a.example', {}),
    once('a.example', {}),
    once('b.example', {}),
    once('a.example', { family: 6 }),
  ]);
  await once('a.example', {});
  expect(asked).toEqual(['a.example', 'b.example', 'a.example', 'a.example']);
});
