import { afterEach, expect, test } from '@jest/globals';
import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { testCertificates } from '../test-certificates';
import { runProbe } from '../test-surroundings';
import { tls } from './tls';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function serve(certificate: { cert: string; key: string }): Promise<number> {
  const server = createServer(certificate, (socket) => socket.on('error', () => undefined).end());
  servers.push(server.on('tlsClientError', () => undefined));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const ca = testCertificates.root;

test('a valid certificate is up, and all of its properties are reported', async () => {
  const port = await serve(testCertificates.valid);
  const result = await runProbe(tls, { port, ca });
  expect(result).toMatchObject({
    error: null,
    bools: { up: true, valid: true },
    strings: { subject: 'localhost', issuer: 'Panto test root', version: 'TLSv1.3' },
  });
  expect(result.strings['fingerprint']).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(result.floats['expires-seconds']).toBeGreaterThan(86_400);
});

test.each([
  ['expired', testCertificates.expired, { ca }, 'the certificate has expired (CERT_HAS_EXPIRED)'],
  [
    'from an unknown root',
    testCertificates.valid,
    {},
    'the issuer of the certificate is not trusted, or an intermediate certificate was not sent (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  ],
  [
    'for another name',
    testCertificates.valid,
    { ca, serverName: 'example.com' },
    'the certificate is for other names (ERR_TLS_CERT_ALTNAME_INVALID)',
  ],
])(
  'a certificate that is %s is a failure, and is reported nevertheless',
  async (_, certificate, parameters, fault) => {
    const port = await serve(certificate);
    const result = await runProbe(tls, { port, ...parameters });
    expect(result).toMatchObject({
      error: null,
      bools: { up: false, valid: false },
      strings: { failure: 'certificate', 'failure-text': fault, subject: 'localhost' },
    });
  },
);

test('the expiry of an expired certificate is negative, by the given clock', async () => {
  const port = await serve(testCertificates.expired);
  const clock = { now: () => Date.UTC(2021, 0, 1, 0, 1), elapsed: () => performance.now() };
  const result = await runProbe(tls, { port, ca, verify: false }, { clock });
  expect(result).toMatchObject({ bools: { up: true, valid: false }, floats: { 'expires-seconds': -60 } });
});

async function servePlainly(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createPlainServer((socket) => onSocket(socket.on('error', () => undefined).resume()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((done) => server.close(() => done())) };
}

test('a port that does not speak TLS is a failed handshake', async () => {
  const server = await servePlainly((socket) => socket.end('hello, this is no TLS at all\r\n'));
  const result = await runProbe(tls, { port: server.port });
  await server.close();
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'handshake' } });
  // Without the location inside OpenSSL.
  expect(result.strings['failure-text']).toBe('the TLS handshake failed: wrong version number');
});

test('invalid certificates to trust are bad parameters, not a fault of the Target', async () => {
  const cut = `${ca.slice(0, 200)}\n-----END CERTIFICATE-----`;
  for (const none of ['nonsense', '', cut, `${ca}\n${cut}`]) {
    const { error } = await runProbe(tls, { port: 1, ca: none });
    expect(error).toBe('parameters: ca: must be certificates in PEM');
  }
});

test('a server that never starts the handshake is cut off at the timeout', async () => {
  const server = await servePlainly(() => undefined);
  const result = await runProbe(tls, { port: server.port, timeout: '200ms' });
  await server.close();
  expect(result).toMatchObject({ error: null, bools: { up: false }, strings: { failure: 'timeout' } });
});
