import { afterEach, expect, it, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { CliError } from '../cli-error';
import { ackCommand } from './ack';
import { unackCommand } from './unack';

const episode = '7d1a3c55-1111-5222-8333-444455556666';
const path = '/api/v1/checks/ping/acknowledgement';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The output of a command, and the requests it sends. */
async function called(words: readonly string[], stored: readonly unknown[] = [{ check: { id: 'ping' } }]) {
  const sent: unknown[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, request) => {
    const { pathname, search } = new URL(String(url));
    const body: unknown = typeof request?.body === 'string' ? JSON.parse(request.body) : undefined;
    sent.push([request?.method, pathname + search, ...(body === undefined ? [] : [body])]);
    if (request?.method === 'DELETE') return Promise.resolve(new Response(null, { status: 204 }));
    if (pathname === '/api/v1/notifications') return Promise.resolve(Response.json({ items: stored }));
    return Promise.resolve(Response.json({ check: { name: 'ping' }, until: null }));
  });
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const [name, ...rest] = words;
  const command = (name === 'ack' ? ackCommand() : unackCommand()).exitOverride();
  const refused = await command.parseAsync(rest, { from: 'user' }).then(
    () => '',
    (reason: unknown) => (reason instanceof CliError ? reason.lines.join('\n') : reason instanceof CommanderError ? error.mock.calls.flat().join('') : String(reason)),
  ); // prettier-ignore
  return { sent, lines: log.mock.calls.flat(), refused };
}
const why = ['--reason', 'on it', '--author', 'jane'];
const wish = { reason: 'on it', author: 'jane', sticky: false };

it('acknowledges the open problems of a Check, and prints how to withdraw it', async () => {
  const { sent, lines } = await called(['ack', 'ping', ...why]);
  expect(sent).toEqual([['POST', path, wish]]);
  expect(lines).toEqual([
    'the open problems of ping acknowledged, as long as they last',
    'to withdraw it: panto unack ping',
  ]);
});

it('finds the Check of an episode', async () => {
  const { sent } = await called(['ack', '--episode', episode, '--sticky', ...why]);
  expect(sent).toEqual([
    ['GET', `/api/v1/notifications?episode=${episode}&limit=1`],
    ['POST', path, { ...wish, sticky: true, episodes: [episode] }],
  ]);
});

it('does not look up the Check of an episode if it is named, and sends the end', async () => {
  const { sent } = await called(['ack', 'ping', '--episode', episode, '--until', '2100-01-01T00:00:00Z', ...why]); // prettier-ignore
  expect(sent).toEqual([['POST', path, { ...wish, until: '2100-01-01T00:00:00.000Z', episodes: [episode] }]]);
});

it.each([
  ['neither Check nor episode', why, 'give a Check, or --episode'],
  ['two ends', ['ping', '--for', '1h', '--until', '2100-01-01T00:00:00Z', ...why], 'not both'],
  ['no reason', ['ping'], '--reason'],
  ['an end that is not a duration', ['ping', '--for', '1x', ...why], '"1x" is not a duration'],
])('refuses %s', async (_, words, message) => {
  const { sent, refused } = await called(['ack', ...words]);
  expect([sent, refused]).toEqual([[], expect.stringContaining(message)]);
});

it('reports that nothing is known of an episode', async () => {
  const { refused } = await called(['ack', '--episode', episode, ...why], []);
  expect(refused).toContain(`no message of episode ${episode} is stored`);
});

it('withdraws acknowledgements', async () => {
  const { sent, lines } = await called(['unack', 'ping', 'disk']);
  expect(sent).toEqual([
    ['DELETE', path],
    ['DELETE', '/api/v1/checks/disk/acknowledgement'],
  ]);
  expect(lines[0]).toBe('the acknowledgement of ping is withdrawn');
});
