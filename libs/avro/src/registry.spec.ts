import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from './index';

describe('the registry, when it misbehaves', () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => answer(request, response));
  let url = '';
  const registry = (): Registry => new Registry({ url, userInfo: 'panto:pass:word', timeout: 1_500 });
  const json = (status: number, body: unknown) => (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status).end(JSON.stringify(body));

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/apis/ccompat/v7/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('receives our credentials, a colon in the password included', async () => {
    let seen: [string | undefined, string | undefined] = [undefined, undefined];
    answer = (request, response) => {
      seen = [request.url, request.headers.authorization];
      response.end(JSON.stringify({ schema: '"string"' }));
    };
    expect(await registry().find(7)).toEqual({ kind: 'schema', text: '"string"' });
    const token = Buffer.from('panto:pass:word').toString('base64');
    expect(seen).toEqual(['/apis/ccompat/v7/schemas/ids/7', `Basic ${token}`]);
  });

  const found: [string, number, unknown, string][] = [
    ['it has no such id', 404, { error_code: 40403 }, 'missing'],
    ['the schema is JSON Schema', 200, { schemaType: 'JSON', schema: '{}' }, 'unreadable'],
    ['the schema refers to others', 200, { schema: '"a.B"', references: [{ name: 'a.B' }] }, 'unreadable'],
    ['the response has no schema', 200, { hello: 1 }, 'unreadable'],
  ];
  it.each(found)('returns a definite answer when %s', async (_sentence, status, body, kind) => {
    answer = json(status, body);
    expect(await registry().find(7)).toMatchObject({ kind });
  });

  const failing: [string, typeof answer, string][] = [
    ['it answers 500', json(500, {}), 'registry-unreachable'],
    ['it answers 429', json(429, {}), 'registry-unreachable'],
    ['it denies access', json(401, {}), 'registry-refused'],
    ['it does not respond', () => undefined, 'registry-unreachable'],
    ['it closes the connection', (request) => void request.socket.destroy(), 'registry-unreachable'],
    [
      'its response never ends',
      (_request, response) => void response.end(Buffer.alloc(2_000_000, 'x')),
      'registry-unreachable',
    ],
    [
      'it redirects us',
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'registry-unreachable',
    ],
  ];
  it.each(failing)('asks for a retry when %s', async (_sentence, behaviour, code) => {
    answer = behaviour;
    await expect(registry().find(7)).rejects.toMatchObject({ code, retry: true });
  });
});
