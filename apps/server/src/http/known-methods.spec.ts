import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestServer } from '../test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const id = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';

describe('a path that is there, asked by a method that it does not have', () => {
  it.each([
    ['GET', '/api/v1/apply', 'POST'],
    ['DELETE', '/api/v1/results', 'POST'],
    ['POST', '/api/v1/checks', 'GET, HEAD'],
    ['PUT', '/api/v1/checks/web', 'GET, HEAD, DELETE'],
    ['PATCH', `/api/v1/checks/${id}/acknowledgement`, 'GET, HEAD, POST, DELETE'],
    ['GET', `/api/v1/notifications/${id}/resend`, 'POST'],
    ['POST', '/API/v1/States/', 'GET, HEAD'],
    ['POST', '/readyz', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['OPTIONS', '/api/v1/checks', 'GET, HEAD'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
  ])('%s %s: 405, with those that it has', async (method, path, allow) => {
    const { status, headers, json } = await server.send(method, path);
    expect([status, headers.get('allow')]).toEqual([405, allow]);
    expect(json).toMatchObject({ type: 'urn:panto:problem:method-not-allowed', status: 405, retry: false });
  });
});

it.each(['/api/v1/nothing', '/api/v1/checks/a/b', '/api/v2/checks', '/nothing'])(
  'a path that is not there, %s, is 404 by any method',
  async (path) => {
    for (const method of ['GET', 'POST']) {
      const { status, headers, json } = await server.send(method, path);
      expect([status, headers.get('allow')]).toEqual([404, null]);
      expect(json).toMatchObject({ type: 'urn:panto:problem:not-found' });
    }
  },
);

it('a resource that is not there is 404 by a method that its path has', async () => {
  expect((await server.send('GET', '/api/v1/checks/nobody')).status).toBe(404);
});
