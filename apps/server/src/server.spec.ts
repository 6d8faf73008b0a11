import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import type { Check, Result, Silence, State } from '@panto/model';
import { TestServer } from './test-server';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const files = `kind: Target
metadata: { name: web }
spec: { address: 192.0.2.10, dependsOn: [switch] }
---
kind: Target
metadata: { name: switch }
spec: {}
---
kind: Agent
metadata: { name: edge }
---
kind: Channel
metadata: { name: chat }
spec: { type: webhook, format: slack, url: "https://hooks.example.com/T0/xyz", secret: whsec_MTIz }
---
kind: Route
metadata: { name: all }
spec: { channels: [chat], default: true }
---
kind: Check
metadata: { id: ${check}, name: checkout }
spec:
  target: web
  agent: edge
  probe: http
  parameters: { url: "http://web/" }
  interval: 30s
  states:
    - name: many
      type: threshold
      states: [{ state: warning, conditions: [{ field: n, operator: gt, value: 9007199254740993 }] }]
`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

const apply = (text: string, query = '') => server.send('POST', `/api/v1/apply${query}`, text);
const outcomes = (json: unknown) =>
  (json as { changes: { name: string; outcome: string; version: number }[] }).changes.map(
    ({ name, outcome, version }) => `${name} ${outcome} ${version}`,
  );

describe('apply', () => {
  it('creates, leaves unchanged resources alone, and increments the version of changed ones', async () => {
    expect(outcomes((await apply(files)).json)).toEqual(
      ['web', 'switch', 'edge', 'chat', 'all', 'checkout'].map((name) => `${name} created 1`),
    );
    const again = outcomes((await apply(files.replace('30s', '1m'))).json);
    expect(again.filter((one) => !one.includes('unchanged'))).toEqual(['checkout changed 2']);
    const codec = localCodec<Check>(schemaNamed('check'));
    const records = server.broker.records('t.config.checks').map(({ value }) => codec.decode(value));
    expect(records).toMatchObject([
      { ok: true, value: { id: check, version: 1 } },
      { ok: true, value: { id: check, version: 2 } },
    ]);
  });

  it('reports what a dry run would do, and does nothing', async () => {
    expect(outcomes((await apply(files, '?dryRun=true')).json)[0]).toBe('web created 1');
    expect(server.broker.records('t.config.targets')).toEqual([]);
  });

  it('changes nothing if anything has a fault, and says where each is', async () => {
    const faulty = files.replace('probe: http', 'probe: htp').replace('channels: [chat]', 'channels: [chit]');
    const { status, headers, json } = await apply(faulty, '?file=shop.yaml');
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(json).toMatchObject({
      type: 'urn:panto:problem:faulty-resources',
      status: 400,
      retry: false,
      faultCount: 2,
      faults: [
        { file: 'shop.yaml', line: 18, column: 20, pointer: '/spec/channels/0' },
        { file: 'shop.yaml', line: 25, column: 10, pointer: '/spec/probe' },
      ],
    });
    expect(server.broker.records('t.config.targets')).toEqual([]);
  });

  it('accepts several files in one body, also as JSON, and names them in faults', async () => {
    const target = { kind: 'Target', metadata: { name: 'a' }, spec: {} };
    const body = {
      files: [
        { file: 'a.json', text: JSON.stringify(target) },
        { file: 'b.yaml', text: 'kind: X' },
      ],
    };
    const { json } = await server.send(
      'POST',
      '/api/v1/apply',
      JSON.stringify(body),
      'application/vnd.panto.files+json',
    );
    expect(json).toMatchObject({ faults: [{ file: 'b.yaml', line: 1, column: 7 }] });
  });

  it('does not accept JSON lines: one document per body, or a list', async () => {
    const { status } = await server.send('POST', '/api/v1/apply', '{}\n{}', 'application/x-ndjson');
    expect(status).toBe(415);
  });

  it('resolves references to present resources', async () => {
    await apply(files);
    const { json } = await apply('kind: Target\nmetadata: { name: app }\nspec: { dependsOn: [web] }');
    expect(outcomes(json)).toEqual(['app created 1']);
  });

  it('of a Silence resolves names, keeps its times, and shows it in a form that can be applied again', async () => {
    await apply(files);
    const text = `kind: Silence
metadata: { name: tonight }
spec: { match: { targets: [web], checks: [checkout] }, until: 2026-11-28T01:00:00Z, reason: moves }`;
    expect(outcomes((await apply(text)).json)).toEqual(['tonight created 1']);
    const codec = localCodec<Silence>(schemaNamed('silence'));
    const [record] = server.broker.records('t.config.silences').map(({ value }) => codec.decode(value));
    const ids = { targets: [expect.stringMatching(uuid)], checks: [expect.stringMatching(uuid)] };
    expect(record).toMatchObject({ value: { ...ids, from: null, until: Date.UTC(2026, 10, 28, 1) } });
    const { json } = await server.send('GET', '/api/v1/silences/tonight');
    expect(json).toMatchObject({ spec: { match: { targets: ['web'], checks: ['checkout'] }, reason: 'moves' } }); // prettier-ignore
    const { status: _, ...shown } = json as Readonly<Record<string, unknown>>;
    expect(outcomes((await apply(JSON.stringify(shown))).json)).toEqual(['tonight unchanged 1']);
  });

  it('of a Silence that repeats keeps its hours, and tells readers that do not know of them that it is over', async () => {
    await apply(files);
    const text = `kind: Silence
metadata: { name: nightly }
spec: { match: { targets: [web] }, repeat: { days: [tue, mon], from: 22:00, to: 02:30, timezone: Europe/Berlin }, reason: backup }`;
    expect(outcomes((await apply(text)).json)).toEqual(['nightly created 1']);
    const codec = localCodec<Silence>(schemaNamed('silence'));
    const [record] = server.broker.records('t.config.silences').map(({ value }) => codec.decode(value));
    const repeat = { days: ['mon', 'tue'], from: 1320, to: 150, timezone: 'Europe/Berlin' };
    expect(record).toMatchObject({ value: { from: null, until: 0, repeat } });
    const { json } = await server.send('GET', '/api/v1/silences/nightly');
    expect(json).toMatchObject({ spec: { repeat: { days: ['tue', 'mon'], from: '22:00', to: '02:30' } } });
    const { status: _, ...shown } = json as Readonly<Record<string, unknown>>;
    expect(outcomes((await apply(JSON.stringify(shown))).json)).toEqual(['nightly unchanged 1']);
  });

  it('of a Silence does not prevent the deletion of what it names', async () => {
    await apply('kind: Target\nmetadata: { name: old }\nspec: {}');
    await apply('kind: Silence\nmetadata: { name: s }\nspec: { match: { targets: [old] }, until: 2026-11-28T01:00:00Z, reason: r }'); // prettier-ignore
    expect((await server.send('DELETE', '/api/v1/targets/old')).status).toBe(204);
    const { json } = await server.send('GET', '/api/v1/silences/s');
    expect(json).toMatchObject({ spec: { match: { targets: [expect.stringMatching(uuid)] } } });
    expect((await server.send('DELETE', '/api/v1/silences/s')).status).toBe(204);
  });

  it.each([
    ['no type', 'a: 1', 'text/plain', 415, 'unsupported-media-type'],
    ['nothing in it', '# nothing', 'application/yaml', 400, 'no-resources'],
    ['too much in it', 'x'.repeat(17 * 1_048_576), 'application/yaml', 413, 'too-large'],
  ])('refuses a body with %s', async (_, body, type, status, code) => {
    const answer = await server.send('POST', '/api/v1/apply', body, type);
    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('by two Servers at once loses nothing: each change is based on everything before it', async () => {
    const other = await TestServer.start(server.broker);
    try {
      await apply(files);
      const labels = (n: number) => `kind: Agent\nmetadata: { name: edge, labels: { n: "${n}" } }`;
      const sent = Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? server : other).send('POST', '/api/v1/apply', labels(n)),
      );
      const versions = (await Promise.all(sent)).map(({ json }) => outcomes(json)[0]);
      expect(versions.sort()).toEqual(Array.from({ length: 12 }, (_, n) => `edge changed ${n + 2}`).sort());
    } finally {
      await other.stop();
    }
  });
});

describe('a resource', () => {
  beforeEach(async () => {
    await apply(files);
  });

  it('is shown with references by name and all digits, and can be applied again', async () => {
    const { text, json } = await server.send('GET', '/api/v1/checks/checkout');
    expect(text).toContain('9007199254740993');
    expect(json).toMatchObject({
      kind: 'Check',
      spec: { target: 'web', agent: 'edge' },
      status: { version: 1 },
    });
    const shown = text.replace(/,"status":.*$/, '}');
    expect(outcomes((await apply(shown)).json)).toEqual(['checkout unchanged 1']);
  });

  it('is shown with the new name of a renamed reference', async () => {
    const { json } = await server.send('GET', '/api/v1/targets/web');
    const { id } = (json as { metadata: { id: string } }).metadata;
    await apply(`kind: Target\nmetadata: { id: ${id}, name: shop }\nspec: { dependsOn: [switch] }`);
    expect((await server.send('GET', `/api/v1/checks/${check.toUpperCase()}`)).json).toMatchObject({
      spec: { target: 'shop' },
    });
  });

  it('never shows a secret, and keeps it when what was shown is applied', async () => {
    const { text, json } = await server.send('GET', '/api/v1/channels/chat');
    expect(json).toMatchObject({ spec: { url: 'https://hooks.example.com/(secret)', secret: '(secret)' } });
    expect(text).not.toMatch(/xyz|whsec/);
    const shown = text.replace(/,"status":.*$/, '}');
    expect(outcomes((await apply(shown)).json)).toEqual(['chat unchanged 1']);
    expect((await apply(shown.replace('"chat"', '"new"').replace(/"id":"[^"]*",/, ''))).json).toMatchObject({
      code: 'masked-secret',
    });
  });

  it('cannot be deleted while others refer to it, and is gone afterwards', async () => {
    const refused = await server.send('DELETE', '/api/v1/targets/switch');
    expect([refused.status, refused.json]).toEqual([
      409,
      expect.objectContaining({
        code: 'referenced',
        referrers: [expect.objectContaining({ kind: 'Target', name: 'web' })],
      }),
    ]);
    expect((await server.send('DELETE', '/api/v1/checks/checkout')).status).toBe(204);
    expect((await server.send('DELETE', '/api/v1/targets/web')).status).toBe(204);
    expect((await server.send('GET', '/api/v1/checks/checkout')).status).toBe(404);
    expect(server.broker.records('t.config.checks').at(-1)).toMatchObject({ value: null });
  });

  it('is ambiguous if several have the same name', async () => {
    const twin = 'kind: Check\nmetadata: { name: checkout }\nspec: { target: switch, interval: 1m }';
    await apply(twin);
    const { status, json } = await server.send('GET', '/api/v1/checks/checkout');
    expect([status, json]).toEqual([409, expect.objectContaining({ code: 'ambiguous-name' })]);
  });

  it('is read again by a Server that starts', async () => {
    const other = await TestServer.start(server.broker);
    expect((await other.send('GET', '/api/v1/checks/checkout')).status).toBe(200);
    await other.stop();
  });
});

describe('an Agent', () => {
  const register = (name: string, version = '1') =>
    server.send(
      'POST',
      '/api/v1/agents/register',
      JSON.stringify({ name, version, host: 'h', labels: { a: 'b' } }),
      'application/json',
    );
  const idOf = (json: unknown) => (json as { id: string }).id;

  it('becomes a resource when it registers, and keeps its id', async () => {
    const first = await register('edge');
    expect(first.json).toEqual({ id: expect.any(String), name: 'edge' });
    expect((await register('edge', '2')).json).toEqual(first.json);
    expect((await server.send('GET', '/api/v1/agents/edge')).json).toMatchObject({
      metadata: { labels: { a: 'b' } },
      status: { version: 2, host: 'h', software: '2' },
    });
  });

  it('keeps the name it was given since, whether it calls itself by its first name or by its id', async () => {
    const { json } = await register('edge');
    await apply(`kind: Agent\nmetadata: { id: ${idOf(json)}, name: border }\nspec: {}`);
    for (const name of ['edge', 'border', idOf(json)]) {
      expect((await register(name, name)).json).toEqual({ id: idOf(json), name: 'border' });
    }
    expect((await server.send('GET', '/api/v1/agents')).json).toMatchObject({
      items: [{ metadata: { name: 'border' }, status: { version: 5 } }],
    });
  });

  it.each([
    ['a name with two lines', { name: 'a\nb' }],
    ['a label without a name', { name: 'a', labels: { '': 'x' } }],
  ])('with %s is refused: the result could not be applied', async (_, told) => {
    const body = JSON.stringify(told);
    const { status } = await server.send('POST', '/api/v1/agents/register', body, 'application/json');
    expect(status).toBe(400);
  });

  it('gets its whole configuration, then 304 until it changes', async () => {
    await apply(files);
    const id = idOf((await register('edge')).json);
    const path = `/api/v1/agents/${id}/configuration`;
    const first = await server.send('GET', path);
    expect(first.json).toEqual({
      version: expect.any(String),
      kafka: { bootstrapServers: '127.0.0.1:9092' },
      schemaRegistryUrl: 'http://127.0.0.1:8081/apis/ccompat/v7',
      topicPrefix: 't.',
      checks: [
        {
          id: check,
          name: 'checkout',
          probe: 'http',
          parameters: { url: 'http://web/' },
          interval: 30_000,
          target: { id: expect.any(String), name: 'web', address: '192.0.2.10' },
        },
      ],
    });
    const known = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await server.send('GET', path, undefined, undefined, known)).status).toBe(304);
    const waiting = server.send('GET', `${path}?wait=30`, undefined, undefined, known);
    await apply(files.replace('192.0.2.10', '192.0.2.11'));
    expect((await waiting).json).toMatchObject({ checks: [{ target: { address: '192.0.2.11' } }] });
  });

  it('that is unknown is told to register', async () => {
    const { status, json } = await server.send('GET', '/api/v1/agents/nobody/configuration');
    expect([status, json]).toEqual([
      404,
      expect.objectContaining({ detail: expect.stringContaining('register') }),
    ]);
  });

  it('appears in the status', async () => {
    await register('edge');
    expect((await server.send('GET', '/api/v1/status')).json).toMatchObject({
      server: { missing: [] },
      resources: { agents: 1 },
      agents: [{ name: 'edge', alive: true, checks: 0 }],
      stages: [
        { name: 'state-processor', lag: null },
        { name: 'alert-processor', lag: null },
        { name: 'notifier', lag: null },
      ],
    });
  });
});

describe('Results', () => {
  const codec = localCodec<Result>(schemaNamed('result'));
  const send = (body: string) => server.send('POST', '/api/v1/results', body, 'application/x-ndjson');

  it('go to the topic with ints and floats distinguished; bad lines are reported', async () => {
    await apply(files);
    const lines = [
      '{"check":"checkout","timestamp":1000,"metrics":{"n":9007199254740993,"whole":1.0,"up":true,"text":"x"}}',
      '{"check":"nobody","metrics":{}}',
      '',
      `{"check":"${check.toUpperCase()}","timestamp":"1970-01-01T00:00:02Z","error":"dns"}`,
      'garbage',
    ];
    expect((await send(lines.join('\n'))).json).toEqual({
      accepted: 2,
      rejectedCount: 2,
      rejected: [
        { line: 2, message: 'check: there is no Check `nobody`; give its UUID or name' },
        { line: 5, message: expect.stringContaining('this is not JSON') },
      ],
    });
    const records = server.broker.records('t.results');
    expect(records.map(({ key }) => key?.toString())).toEqual([check, check]);
    expect(records.map(({ value }) => codec.decode(value))).toMatchObject([
      {
        value: {
          timestamp: 1_000,
          ints: { n: 9007199254740993n },
          floats: { whole: 1 },
          strings: { text: 'x' },
          bools: { up: true },
          error: null,
        },
      },
      { value: { timestamp: 2_000, error: 'dns' } },
    ]);
  });

  it('may come as a JSON list', async () => {
    const list = `[{"check":"${check}","metrics":{"a":1}},{"check":"${check}","metrics":{"a":2}}]`;
    expect((await server.send('POST', '/api/v1/results', list, 'application/json')).json).toMatchObject({
      accepted: 2,
    });
  });

  it('of which none can be accepted are a problem', async () => {
    const { status, json } = await send('{"check":1}');
    expect([status, json]).toEqual([
      400,
      expect.objectContaining({ code: 'faulty-results', rejectedCount: 1 }),
    ]);
  });
});

describe('States', () => {
  const state: State = {
    check,
    target: null,
    state: 'CRITICAL',
    previous: 'OK',
    timestamp: 1_000,
    arrival: 1_000,
    since: 1_000,
    occurrences: 1,
    problemOccurrences: 1,
    reasons: [],
    version: 1,
    late: false,
  };

  it('are UNKNOWN before the first evaluation, then what the topic says', async () => {
    await apply(files);
    expect((await server.send('GET', '/api/v1/states/checkout')).json).toMatchObject({
      state: 'UNKNOWN',
      since: null,
    });
    const value = localCodec<State>(schemaNamed('state')).encode(state);
    const at = { topic: 't.states', timestamp: 1_000 };
    server.broker.append([
      {
        topic: 't.states',
        partition: 0,
        records: [
          { ...at, key: check, value },
          { ...at, key: 'tick', value: null },
        ],
      },
    ]);
    let shown: unknown;
    for (
      let tries = 0;
      tries < 200 && JSON.stringify(shown ?? '').includes('CRITICAL') === false;
      tries += 1
    ) {
      shown = (await server.send('GET', '/api/v1/states?state=critical')).json;
    }
    expect(shown).toMatchObject({
      items: [
        {
          check: { name: 'checkout' },
          target: { name: 'web' },
          state: 'CRITICAL',
          since: '1970-01-01T00:00:01.000Z',
        },
      ],
    });
  });
});

describe('the API', () => {
  it('describes itself', async () => {
    const { json } = await server.send('GET', '/api/openapi.json');
    const { paths } = json as { paths: Record<string, Record<string, unknown>> };
    expect(
      Object.entries(paths).map(([path, methods]) => `${Object.keys(methods).join(' ')} ${path}`),
    ).toEqual(
      expect.arrayContaining([
        'post /api/v1/apply',
        'post /api/v1/results',
        'get delete /api/v1/checks/{idOrName}',
      ]),
    );
    expect((await server.send('GET', '/api')).status).toBe(200);
  });

  it('directs anybody who opens its address to the description', async () => {
    const { status, text } = await server.send('GET', '/');
    expect([status, text]).toEqual([200, (await server.send('GET', '/api')).text]);
  });

  it('shows an example of each response', async () => {
    const { json } = await server.send('GET', '/api/openapi.json');
    interface Operation {
      readonly responses: Readonly<
        Record<string, { readonly content?: Record<string, { example?: object }> }>
      >;
    }
    const { paths } = json as { paths: Record<string, Record<string, Operation>> };
    const bare = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) => {
        const answer = responses['200'];
        const shown = answer === undefined || answer.content?.['application/json']?.example !== undefined;
        return shown ? [] : [`${method} ${path}`];
      }),
    );
    expect(bare).toEqual([]);
  });

  it('serves others while it reads a large set', async () => {
    const targets = Array.from(
      { length: 2_000 },
      (_, i) => `kind: Target\nmetadata: { name: t${i} }\nspec: {}\n`,
    );
    const answered: string[] = [];
    const note = (who: string) => () => answered.push(who);
    const apply = server.send('POST', '/api/v1/apply?dryRun=true', targets.join('---\n')).then(note('apply'));
    // By then the Server has started, but has not got far.
    await new Promise((done) => setTimeout(done, 50));
    await Promise.all([apply, server.send('GET', '/livez').then(note('livez'))]);
    expect(answered).toEqual(['livez', 'apply']);
  });

  it('requires its token, if it has one', async () => {
    const guarded = await TestServer.start(server.broker, { PANTO_API_TOKEN: 'a-token-that-is-long' });
    try {
      const get = (authorization: string) =>
        guarded.send('GET', '/api/v1/status', undefined, undefined, { authorization });
      expect((await guarded.send('GET', '/api/v1/status')).json).toMatchObject({ code: 'unauthorized' });
      expect((await get('Bearer another')).status).toBe(401);
      expect((await get('Bearer a-token-that-is-long')).status).toBe(200);
      expect((await guarded.send('GET', '/livez')).text).toBe('ok\n');
      // Route paths match in any letter case.
      for (const path of ['/API/V1/status', '/api/V1/targets', '/Api/v1/states/']) {
        expect((await guarded.send('GET', path)).status).toBe(401);
      }
    } finally {
      await guarded.stop();
    }
  });

  it('answers an unknown request with a problem', async () => {
    expect((await server.send('GET', '/api/v1/nothing')).json).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });
});
