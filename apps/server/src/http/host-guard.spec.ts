import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { TestServer } from '../test-server';

let server: TestServer | undefined;
afterEach(() => server?.stop());

/** Asks for a path under a name, as a browser does that was told that the name has the address of the Server. */
async function askAs(host: string, path = '/api/v1/checks') {
  const url = server?.url ?? '';
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request(`${url}${path}`, { headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    asked.on('error', reject).end();
  });
}

describe('without a token', () => {
  it.each([
    'attacker.example',
    'attacker.example:8080',
    '127.0.0.1.attacker.example',
    'localhost.attacker.example',
  ])('a request under the name %s is refused, by what is to be done', async (host) => {
    server = await TestServer.start();
    const { status, text } = await askAs(host);
    expect(status).toBe(421);
    expect(JSON.parse(text)).toMatchObject({ type: 'urn:panto:problem:misdirected', retry: false });
    expect(text).toMatch(/PANTO_ALLOWED_HOSTS.*PANTO_API_TOKEN/);
  });

  it.each([
    '127.0.0.1',
    '127.0.0.1:8080',
    '10.1.2.3:1',
    '[::1]:8080',
    '[2001:db8::1]',
    'localhost:8080',
    'LocalHost.',
  ])('one under %s is answered', async (host) => {
    server = await TestServer.start();
    expect((await askAs(host)).status).toBe(200);
  });

  it('one under a name of the settings is answered, and no other', async () => {
    server = await TestServer.start(undefined, { PANTO_ALLOWED_HOSTS: 'server, Panto.example.com' });
    const asked = ['server:8080', 'panto.example.com', 'a.panto.example.com'].map((host) => askAs(host));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 421]);
  });

  it('the description is refused, too, but signs of life are told to all', async () => {
    server = await TestServer.start();
    const paths = ['/api', '/api/openapi.json', '/livez', '/readyz', '/metrics'];
    const asked = paths.map((path) => askAs('probe.example', path));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([421, 421, 200, 200, 200]);
  });
});

it('with a token any name will do', async () => {
  server = await TestServer.start(undefined, { PANTO_API_TOKEN: 'a-token-of-a-spec' });
  expect((await askAs('panto.example.com')).status).toBe(401);
});

it.each(['http://server', 'server:8080'])('a setting with more than names is a fault: %s', async (hosts) => {
  await expect(TestServer.start(undefined, { PANTO_ALLOWED_HOSTS: hosts })).rejects.toMatchObject({
    code: 'bad-settings',
  });
});
