import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ServerClient } from './server-client';

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/silent': () => undefined,
  '/stuck': (response) => void response.writeHead(200).write('{'),
  '/gone': (response) =>
    void response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
};
const server = createServer((request, response) => answers[request.url ?? '']?.(response));
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test.each([
  ['says nothing', '/silent', /within 0.2 s; it may still carry out the request$/],
  ['stops in the middle of its answer', '/stuck', /within 0.2 s; it may still carry out the request$/],
  ['breaks off in the middle of its answer', '/gone', /^no answer from the Server at .*; is it running\?/],
])('a request to a Server that %s is reported as possibly carried out', async (_, path, told) => {
  const client = new ServerClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, undefined);
  const asked = client.ask(path, z.object({}), { patience: 200 });
  await expect(asked).rejects.toMatchObject({ lines: [expect.stringMatching(told)], exitCode: 3 });
});
