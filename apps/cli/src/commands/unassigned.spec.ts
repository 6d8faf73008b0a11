import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { parseResources } from '@panto/resource';
import { unassignedCommand } from './unassigned';

const item = {
  check: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  results: 721,
  first: '2026-11-23T06:00:00.000Z',
  last: '2026-11-23T12:00:00.000Z',
  interval: '30s',
  metrics: ['duration-seconds', 'up\u001b[2J'],
  of: 'a newer Server',
};
/** The requests the Server received. */
let asked: string[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  asked = [];
});

async function told(words: readonly string[], answer: object = { items: [item] }): Promise<string> {
  jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    asked.push(String(url).replace(/^.*\/api\/v1/, ''));
    return Promise.resolve(Response.json(answer));
  });
  const out = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await unassignedCommand().parseAsync(words, { from: 'user' });
  return out.mock.calls.join('\n');
}

describe('panto unassigned', () => {
  it('shows a Check per line: its id, how often Results come, what is in them', async () => {
    const [heads, line] = (await told(['--since', '6h'])).split('\n').map((text) => text.split(/ {2,}/));
    expect(heads).toEqual(['CHECK', 'RESULTS', 'LAST', 'INTERVAL', 'METRICS']);
    expect(line).toEqual([item.check, '721', item.last, '30s', 'duration-seconds up\\x1b[2J']);
    expect(asked[0]).toMatch(/^\/unassigned\?since=.*&limit=1000$/);
  });

  it('prints Checks that can be applied unchanged, once the Target is named', async () => {
    const yaml = await told(['--target', 'web', '-o', 'yaml'], {
      items: [item, { ...item, check: '1b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d', interval: null }],
    });
    const target = 'kind: Target\nmetadata: { name: web }\nspec: {}\n';
    const reading = parseResources([target, yaml].map((text, i) => ({ file: `${i}.yaml`, text })));
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    const [, ...checks] = reading.resources;
    expect(checks.map(({ id, spec }) => [id, spec])).toEqual([
      [item.check, expect.objectContaining({ interval: 30_000 })],
      ['1b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d', expect.objectContaining({ interval: 60_000 })],
    ]);
  });

  it('prints everything the Server returns as JSON', async () => {
    expect(JSON.parse(await told(['-o', 'json']))).toEqual([item]);
  });
});
