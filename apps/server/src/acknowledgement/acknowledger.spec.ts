import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import type { Acknowledgement, State, StateName } from '@panto/model';
import { TestServer } from '../test-server';

const id = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const episode = '7d1a3c55-1111-5222-8333-444455556666';
const path = '/api/v1/checks/checkout/acknowledgement';
const check = `kind: Target
metadata: { name: web }
spec: {}
---
kind: Check
metadata: { id: ${id}, name: checkout }
spec: { target: web, interval: 30s }
`;
const records = localCodec<Acknowledgement>(schemaNamed('acknowledgement'));

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/apply', check);
});
afterEach(() => server.stop());

/** Sets the State of the Check, as the stages would. */
async function become(state: StateName): Promise<void> {
  const value: State = {
    check: id, target: id, state, previous: 'OK', timestamp: 1, arrival: 1, since: 1, occurrences: 1, problemOccurrences: 1,
    reasons: [], version: 1, late: false,
  }; // prettier-ignore
  const record = { topic: 't.states', key: id, value: localCodec<State>(schemaNamed('state')).encode(value), timestamp: 1 }; // prettier-ignore
  server.broker.append([{ topic: 't.states', partition: 0, records: [record] }]);
  const known = async () => (await server.send('GET', '/api/v1/states/checkout')).json;
  while ((await known() as { state: string }).state !== state) await new Promise((again) => setTimeout(again, 5)); // prettier-ignore
}
const acknowledge = (wish: object) => server.send('POST', path, JSON.stringify(wish), 'application/json');
const appended = () =>
  server.broker.records('t.acknowledgements').map(({ key, value }) => {
    const decoded = value === null ? null : records.decode(value);
    return [key?.toString(), decoded === null ? null : decoded.ok && decoded.value];
  });

describe('an acknowledgement', () => {
  it('is a record under the key of the Check, and is read back', async () => {
    await become('CRITICAL');
    const wish = { reason: 'on it', author: 'jane', until: '2100-01-01T00:00:00+01:00', sticky: true };
    const answer = await acknowledge(wish);
    const said = {
      check: { id, name: 'checkout' },
      episodes: [],
      ...wish,
      until: '2099-12-31T23:00:00.000Z',
    };
    expect([answer.status, answer.json]).toEqual([200, expect.objectContaining(said)]);
    expect((await server.send('GET', path)).json).toEqual(answer.json);
    const until = Date.parse(wish.until);
    expect(appended()).toEqual([[id, expect.objectContaining({ check: id, ...wish, until, episodes: [] })]]);
  });

  it('of one episode needs no State; the newest replaces the previous one', async () => {
    await acknowledge({ reason: 'a', episodes: [episode] });
    await acknowledge({ reason: 'b', episodes: [episode.toUpperCase()] });
    const { json } = await server.send('GET', `/api/v1/checks/${id}/acknowledgement`);
    expect(json).toMatchObject({ reason: 'b', author: '', episodes: [episode], until: null, sticky: false });
  });

  it('is withdrawn, once', async () => {
    await become('WARNING');
    await acknowledge({ reason: 'on it' });
    expect((await server.send('DELETE', path)).status).toBe(204);
    expect(appended().at(-1)).toEqual([id, null]);
    for (const method of ['GET', 'DELETE']) {
      expect((await server.send(method, path)).json).toMatchObject({ status: 404, code: 'not-found' });
    }
  });

  it.each<[string, StateName | undefined]>([
    ['a Check that is OK', 'OK'],
    ['a Check about which nothing is known', undefined],
  ])('of %s is refused', async (_, state) => {
    if (state !== undefined) await become(state);
    expect((await acknowledge({ reason: 'r' })).json).toMatchObject({ status: 409, code: 'no-problem' });
    expect(appended()).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['no reason', {}, /reason/],
    ['an end in the past', { reason: 'r', until: '2020-01-01T00:00:00Z' }, /until: must be in the future/],
    ['an end that is not a time', { reason: 'r', until: 'soon' }, /until: must be a time such as/],
    ['an episode that is not a UUID', { reason: 'r', episodes: ['x'] }, /episodes/],
    ['an unknown key', { reason: 'r', stiky: true }, /stiky/],
  ])('with %s is refused', async (_, wish, detail) => {
    await become('CRITICAL');
    const { json } = await acknowledge(wish);
    expect(json).toMatchObject({
      status: 400,
      code: 'faulty-request',
      detail: expect.stringMatching(detail),
    });
    expect(appended()).toEqual([]);
  });

  it('of a missing Check is refused', async () => {
    const { status } = await server.send('POST', '/api/v1/checks/x/acknowledgement', '{"reason":"r"}', 'application/json'); // prettier-ignore
    expect(status).toBe(404);
  });
});
