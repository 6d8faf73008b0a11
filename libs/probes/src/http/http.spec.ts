import { afterEach, expect, test } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { testCertificates } from '../test-certificates';
import { runProbe } from '../test-surroundings';
import { http } from './http';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(
  listener: RequestListener,
  certificate?: { cert: string; key: string },
): Promise<string> {
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
}

const answers =
  (status: number, body: string | Buffer = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

test('a good response is up, with status, size and the time of each phase', async () => {
  const result = await runProbe(http, { url: await serve(answers(200, 'hello')) });
  expect(result).toMatchObject({
    error: null,
    bools: { up: true },
    ints: { 'status-code': 200, 'body-bytes': 5, redirects: 0 },
    strings: { 'http-version': '1.1' },
  });
  const phases = ['dns', 'connect', 'tls', 'ttfb', 'total'].map((phase) => result.floats[`${phase}-seconds`]);
  expect(phases.every((seconds) => seconds !== undefined && seconds >= 0)).toBe(true);
  expect(result.floats['total-seconds']).toBeLessThanOrEqual(result.floats['duration-seconds'] ?? 0);
});

test.each([
  ['500 is not up, and its status is told', 500, undefined, false],
  ['404 is up where it is expected', 404, [404], true],
  ['302 without a place to go to is judged as it is', 302, ['3xx'], true],
])('%s', async (_, status, expectStatus, up) => {
  const url = await serve(answers(status));
  const result = await runProbe(http, { url, ...(expectStatus && { expectStatus }) });
  expect(result).toMatchObject({ error: null, bools: { up }, ints: { 'status-code': status } });
  expect(result.strings['failure']).toBe(up ? undefined : 'status');
});

test('a refused connection is a measured failure, not an error', async () => {
  const url = await serve(answers(200));
  await new Promise((done) => servers.pop()?.close(done));
  expect(await runProbe(http, { url })).toMatchObject({
    error: null,
    bools: { up: false },
    strings: { failure: 'refused' },
  });
});

test('a name that does not exist is a failure, or an error if no resolver is reachable', async () => {
  const result = await runProbe(http, { url: 'http://no-such-name.invalid/' });
  const told = result.error === null ? result.strings['failure'] : result.error;
  expect(told).toMatch(/^name-not-found$|^system: getaddrinfo EAI_AGAIN/);
});

test('a server that never answers is cut off at the timeout', async () => {
  const result = await runProbe(http, { url: await serve(() => undefined), timeout: '200ms' });
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'timeout' } });
});

test('a body that never ends is cut off at the timeout too', async () => {
  const url = await serve((_, response) => void response.writeHead(200).write('begun'));
  expect(await runProbe(http, { url, timeout: '200ms' })).toMatchObject({ strings: { failure: 'timeout' } });
});

test('a response that is not HTTP is a failure of the protocol', async () => {
  const url = await serve((request) => void request.socket.end('SSH-2.0-none\r\n\r\n'));
  expect(await runProbe(http, { url })).toMatchObject({
    bools: { up: false },
    strings: { failure: 'protocol' },
  });
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('the limit of the body counts decompressed %s', async (encoding, compress) => {
  const packed = compress(Buffer.alloc(4_000_000));
  expect(packed.length).toBeLessThan(10_000);
  const url = await serve(answers(200, packed, { 'content-encoding': encoding }));
  const small = await runProbe(http, { url });
  expect(small.error).toBe(null);
  expect(small).toMatchObject({ bools: { up: false }, strings: { failure: 'body-too-large' } });
  expect(small.ints['status-code']).toBe(200);
  const large = await runProbe(http, { url, maxBodyBytes: 4_000_000 });
  expect(large).toMatchObject({ bools: { up: true }, ints: { 'body-bytes': 4_000_000 } });
});

test('a body that is not in the encoding it claims is a failure of the protocol', async () => {
  const url = await serve(answers(200, 'plain', { 'content-encoding': 'gzip' }));
  expect(await runProbe(http, { url })).toMatchObject({ strings: { failure: 'protocol' } });
});

test.each([
  ['to a HEAD', 'HEAD', 200, 'gzip'],
  ['of status 204', 'GET', 204, 'gzip'],
  ['of length 0', 'GET', 200, 'br'],
])('a response without a body %s may nevertheless name an encoding', async (_, method, status, encoding) => {
  const url = await serve(answers(status, '', { 'content-encoding': encoding }));
  expect(await runProbe(http, { url, method })).toMatchObject({
    bools: { up: true },
    ints: { 'status-code': status, 'body-bytes': 0 },
  });
});

test('deflate is not requested: servers do not agree on what it is', async () => {
  const url = await serve((request, response) => void response.end(request.headers['accept-encoding']));
  expect(await runProbe(http, { url, match: '^gzip, br$' })).toMatchObject({ bools: { up: true } });
});

test('an invalid chunk is a failure of the protocol: the other side did not close the connection', async () => {
  const url = await serve((_, response) => {
    response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nno chunk\r\n');
  });
  expect(await runProbe(http, { url })).toMatchObject({
    bools: { up: false },
    strings: { failure: 'protocol' },
  });
});

test('a redirect to an unescaped UTF-8 location is followed', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/') {
      response.socket?.end('HTTP/1.1 302 Found\r\nLocation: /caf\u00e9\r\nContent-Length: 0\r\n\r\n');
    } else response.end(request.url);
  });
  expect(await runProbe(http, { url, match: '^/caf%C3%A9$' })).toMatchObject({ bools: { up: true } });
});

test('the body is checked', async () => {
  const url = await serve(answers(200, 'status: green'));
  expect(await runProbe(http, { url, match: 'gr[e]{2}n' })).toMatchObject({
    bools: { up: true, match: true },
  });
  expect(await runProbe(http, { url, match: 'red' })).toMatchObject({
    bools: { up: false, match: false },
    strings: { failure: 'no-match' },
  });
});

test('redirects are followed and counted; a loop ends', async () => {
  const url = await serve((request, response) => {
    const path = request.url ?? '';
    if (path === '/end') return void response.end('there');
    return void response.writeHead(302, { location: path === '/loop' ? '/loop' : '/end' }).end();
  });
  expect(await runProbe(http, { url: `${url}/start` })).toMatchObject({
    bools: { up: true },
    ints: { redirects: 1, 'status-code': 200 },
  });
  expect(await runProbe(http, { url: `${url}/loop` })).toMatchObject({
    bools: { up: false },
    strings: { failure: 'redirects', 'failure-text': 'more than 5 redirects' },
  });
  const unfollowed = await runProbe(http, { url: `${url}/start`, follow: 0, expectStatus: [302] });
  expect(unfollowed).toMatchObject({ bools: { up: true }, ints: { redirects: 0, 'status-code': 302 } });
});

test('headers do not follow a redirect to another origin', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(307, { location: `${other}/` }).end();
  });
  await runProbe(http, { url, headers: { Authorization: 'Bearer secret' } });
  expect(seen).toEqual(['Bearer secret', undefined]);
});

test('a POST sends its body', async () => {
  const url = await serve((request, response) => void request.pipe(response));
  const result = await runProbe(http, { url, method: 'POST', body: 'ünï', match: '^ünï$' });
  expect(result).toMatchObject({ bools: { up: true, match: true } });
});

test('https: a certificate with a trusted root is good, and its expiry is reported', async () => {
  const url = await serve(answers(200), testCertificates.valid);
  const result = await runProbe(http, { url, ca: testCertificates.root });
  expect(result).toMatchObject({ bools: { up: true } });
  expect(result.floats['tls-expires-seconds']).toBeGreaterThan(0);
});

test('https: nothing is sent to a server with an untrusted certificate', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.end();
  }, testCertificates.valid);
  expect(await runProbe(http, { url })).toMatchObject({
    bools: { up: false },
    strings: { failure: 'certificate' },
  });
  expect(asked).toBe(0);
  expect(await runProbe(http, { url, tlsVerify: false })).toMatchObject({ bools: { up: true } });
});

test('https to a server that speaks plain http is a failed handshake', async () => {
  const url = (await serve(answers(200))).replace('http:', 'https:');
  expect(await runProbe(http, { url })).toMatchObject({
    bools: { up: false },
    strings: { failure: 'handshake' },
  });
});

test('an address outside the permitted networks is an error: nothing was learnt', async () => {
  const url = await serve(answers(200));
  const permits = (address: string): boolean => !address.startsWith('127.');
  expect((await runProbe(http, { url }, { permits })).error).toMatch(/^not-permitted/);
  const byName = url.replace('127.0.0.1', 'localhost');
  const none = await runProbe(http, { url: byName }, { permits: () => false });
  expect(none.error).toMatch(/^not-permitted: the Agent may not talk to localhost/);
});

test.each([
  ['no URL', {}, /^parameters: url/],
  ['a URL with another scheme', { url: 'ftp://example.com' }, /must be an http or https URL/],
  ['a URL with a password', { url: 'http://u:p@example.com/' }, /use headers/],
  ['an unknown key', { url: 'http://example.com', verb: 'GET' }, /verb/],
  ['an unusable timeout', { url: 'http://example.com', timeout: '5 parsecs' }, /timeout: must be a duration/],
  ['a header with a line break', { url: 'http://example.com', headers: { a: 'b\r\nc: d' } }, /headers/],
])('parameters with %s are refused', async (_, parameters, fault) => {
  expect((await runProbe(http, parameters)).error).toMatch(fault);
});
