import { afterEach, expect, it, jest } from '@jest/globals';
import { statusCommand } from './status';

const agent = {
  id: 'c5bcf92b-b5d0-5981-9fbe-7a6b3f42e035',
  name: 'edge-1',
  host: null,
  version: null,
  alive: true,
  seenAt: null,
  checks: 1,
  spooled: null,
  dropped: null,
};
const answer = {
  server: { version: '0.1.0', startedAt: '2026-11-23T12:00:00.000Z', missing: [] },
  resources: { agents: 1 },
  states: { OK: 1 },
  agents: [agent],
  stages: [{ name: 'notifier', lag: 3, since: 'a newer Server' }],
};

afterEach(() => {
  jest.restoreAllMocks();
});

async function told(...words: readonly string[]): Promise<string> {
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(Response.json(answer)));
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await statusCommand().parseAsync(words, { from: 'user' });
  return log.mock.calls.join('\n');
}

it('prints everything the Server returns as JSON, including what this command does not know', async () => {
  expect(JSON.parse(await told('-o', 'json'))).toEqual(answer);
});

it('prints the most important parts for people', async () => {
  expect(await told()).toMatch(
    /Server 0\.1\.0.*\nResources: agents 1\nStates: OK 1\n[^]*notifier +3\n[^]*edge-1 +yes/,
  );
});
