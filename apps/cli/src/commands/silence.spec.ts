import { afterEach, expect, it, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { silenceCommand } from './silence';

const named = (name: string) => ({ metadata: { id: `id-${name}`, name, labels: {} } });
const answers: Readonly<Record<string, unknown>> = {
  '/api/v1/apply': { changes: [{ name: 'n', outcome: 'created' }] },
  '/api/v1/checks': { items: [{ ...named('ping'), spec: { target: 'web' } }] },
  '/api/v1/targets': { items: [named('web')] },
};

afterEach(() => {
  jest.restoreAllMocks();
});

/** The output of a command, and the resource it sends. */
async function called(...words: readonly string[]) {
  const sent: unknown[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, request) => {
    if (typeof request?.body === 'string') sent.push(JSON.parse(JSON.parse(request.body).files[0].text));
    return Promise.resolve(Response.json(answers[new URL(String(url)).pathname]));
  });
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const command = silenceCommand().exitOverride();
  const code = await command.parseAsync(words, { from: 'user' }).then(
    () => 0,
    (reason: unknown) => (reason instanceof CommanderError ? reason.exitCode : NaN),
  );
  return { code, sent, lines: log.mock.calls.flat(), errors: error.mock.calls.flat().join('') };
}
const tonight = ['--until', '2026-11-28T01:00:00Z', '--reason', 'moves', '--name', 'n', '--author', 'jane'];

it('applies a resource, and prints what it takes and how to end it', async () => {
  const { lines, sent } = await called('-t', 'web', '-l', 'a=b=c', 'd=', ...tonight);
  const match = { targets: ['web'], labels: { a: 'b=c', d: '' } };
  const spec = { match, until: '2026-11-28T01:00:00.000Z', reason: 'moves', author: 'jane' };
  expect(sent).toEqual([{ kind: 'Silence', metadata: { name: 'n' }, spec }]);
  expect(lines).toEqual([
    'Silence n created, until 2026-11-28T01:00:00.000Z',
    'takes none of the present Checks',
    'to end it earlier: panto delete silence n',
  ]);
});

it('shows what it would take, and changes nothing', async () => {
  expect((await called('-c', 'ping', '-n', ...tonight)).lines).toEqual([
    'Silence n created, until 2026-11-28T01:00:00.000Z (dry run)',
    'takes 1 of the present Checks:',
    '  ping on web',
  ]);
});

it.each([
  ['no end', ['-t', 'web', '--reason', 'r'], 'give either --for or --until'],
  ['two ends', ['-t', 'web', '--for', '1h', ...tonight], 'either --for or --until'],
  ['an end that is not a duration', ['-t', 'web', '--reason', 'r', '--for', '1x'], '"1x" is not a duration'],
  ['a label without a value', ['-l', 'team', ...tonight], 'it must be name=value'],
  ['no reason', ['-t', 'web', '--for', '1h'], '--reason'],
])('refuses %s', async (_, words, message) => {
  const { code, sent, errors } = await called(...words);
  expect([code > 0, sent]).toEqual([true, []]);
  expect(errors).toContain(message);
});
