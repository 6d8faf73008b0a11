import { afterEach, expect, test } from '@jest/globals';
import { createSocket, type Socket } from 'node:dgram';
import { runProbe } from '../test-surroundings';
import { dns } from './dns';

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) await new Promise<void>((done) => socket.close(() => done()));
});

interface Reply {
  readonly rcode: number;
  readonly records: readonly { readonly type: number; readonly data: Buffer }[];
}

/** A DNS server with one reply to every query (RFC 1035, 4.1); null: it does not answer. */
async function serve(reply: Reply | null): Promise<number> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.on('message', (query, from) => {
    if (reply) socket.send(encode(query, reply), from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return socket.address().port;
}

function encode(query: Buffer, { rcode, records }: Reply): Buffer {
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(query.readUInt16BE(0), 0);
  head.writeUInt16BE(0x8180 | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  const answers = records.map(({ type, data }) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, question, ...answers]);
}

const a = (...bytes: number[]) => ({ type: 1, data: Buffer.from(bytes) });
const ask = (port: number, more: object = {}) =>
  runProbe(dns, { name: 'www.example.com', server: '127.0.0.1', port, timeout: '2s', ...more });

test('answers are counted and reported in sorted order', async () => {
  const port = await serve({ rcode: 0, records: [a(192, 0, 2, 9), a(192, 0, 2, 1)] });
  expect(await ask(port)).toMatchObject({
    error: null,
    bools: { up: true },
    ints: { answers: 2 },
    strings: { rcode: 'NOERROR', answer: '192.0.2.1,192.0.2.9' },
  });
});

test('an expected answer is found, another one does not match', async () => {
  const port = await serve({ rcode: 0, records: [a(192, 0, 2, 1)] });
  expect(await ask(port, { expect: '^192' })).toMatchObject({ bools: { up: true, match: true } });
  expect(await ask(port, { expect: '^10' })).toMatchObject({
    bools: { up: false, match: false },
    strings: { failure: 'no-match' },
  });
});

test.each([
  ['a name that does not exist', 3, 'name-not-found', 'NXDOMAIN'],
  ['a server that fails', 2, 'rcode', 'SERVFAIL'],
  ['a server that refuses', 5, 'rcode', 'REFUSED'],
  ['a name without records of that type', 0, 'rcode', 'NOERROR'],
])('%s is a measured failure', async (_, rcode, failure, word) => {
  expect(await ask(await serve({ rcode, records: [] }))).toMatchObject({
    error: null,
    bools: { up: false },
    ints: { answers: 0 },
    strings: { failure, rcode: word },
  });
});

test('the serial number of a zone is an integer', async () => {
  const root = Buffer.from([0]);
  const numbers = Buffer.alloc(20);
  numbers.writeUInt32BE(2_026_112_301, 0);
  const port = await serve({ rcode: 0, records: [{ type: 6, data: Buffer.concat([root, root, numbers]) }] });
  expect(await ask(port, { type: 'SOA' })).toMatchObject({ ints: { 'soa-serial': 2_026_112_301 } });
});

test('a silent server is cut off at the timeout', async () => {
  const result = await ask(await serve(null), { timeout: '300ms' });
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'timeout' } });
});

test('an unparsable response is a failure of the protocol', async () => {
  const port = await serve({ rcode: 0, records: [{ type: 1, data: Buffer.alloc(2) }] });
  expect(await ask(port)).toMatchObject({
    error: null,
    bools: { up: false },
    strings: { failure: 'protocol' },
  });
});

test('a server outside the permitted networks is not queried', async () => {
  const result = await runProbe(dns, { name: 'a.example', server: '192.0.2.1' }, { permits: () => false });
  expect(result.error).toMatch(/^not-permitted/);
});
