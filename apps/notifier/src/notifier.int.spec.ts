import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localCodec, openCodec, Registry, registerSchemas, schemaNamed, subjectsOf } from '@panto/avro';
import { createClient, createKafkaLog, kafkaSettings } from '@panto/kafka';
import { uuidV5, type Alert, type Delivery, type Notification, type State, type StateName } from '@panto/model'; // prettier-ignore
import { Signal, type Appender, type Log, type LogRecord } from '@panto/streams';
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const prefix = `notify-${randomUUID().slice(0, 8)}.`;
const registryUrl = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const root = join(import.meta.dirname, '../../..');
const bundle = join(root, 'dist', `.spec-${randomUUID()}`);
const topics = [
  ...[
    'states',
    'alerts',
    'acknowledgements',
    'notifications',
    'deliveries',
    'channel-memories',
    'notifier-snapshots',
    'dead-letters.notifier',
  ],
  ...['config.checks', 'config.targets', 'config.channels', 'config.routes', 'config.silences'],
];
const check = uuidV5(randomUUID(), 'check');
const target = randomUUID();
const now = Date.now();

/** A request received by the fake of Twilio, PagerDuty and a webhook. */
interface Received {
  readonly path: string;
  readonly id: string | undefined;
  readonly body: string;
}
const received: Received[] = [];
const mails: string[] = [];
let hanging: string | undefined;
/** The path that is gone: answered with 410. */
let gone: string | undefined;
let http: Server;
let smtp: SMTPServer;
let log: Log;
let appender: Appender;
let ids: ReadonlyMap<string, number>;
const children: ChildProcess[] = [];
const admin = createClient(kafkaSettings(process.env), 'spec').kafka.admin();
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        id: request.headers['webhook-id'] as string | undefined,
        body,
      });
      const status = request.url === gone ? 410 : 202;
      if (request.url !== hanging)
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      let raw = '';
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
      stream.on('end', () => {
        mails.push(raw);
        done();
      });
    },
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: topics.map((name) => ({ topic: `${prefix}${name}`, numPartitions: 2 })) }); // prettier-ignore
  const registry = new Registry({ url: registryUrl });
  const subjects = subjectsOf(prefix).filter(({ subject }) => topics.some((name) => subject === `${prefix}${name}-value`)); // prettier-ignore
  ids = await registerSchemas(registry, subjects);
  log = await createKafkaLog(kafkaSettings(process.env), { clientId: 'spec' });
  appender = await log.openAppender();
  await build({
    entryPoints: [join(root, 'apps/notifier/src/main.ts')],
    outfile: join(bundle, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'silent',
  });
}, 120_000);

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(bundle, { recursive: true, force: true });
  http.closeAllConnections();
  http.close();
  smtp.close();
  await appender.close();
  await log.close();
  await admin.deleteTopics({ topics: topics.map((name) => `${prefix}${name}`) });
  await admin.disconnect();
}, 60_000);

async function append(
  topic: string,
  schema: string,
  key: string,
  value: object,
  timestamp = now,
): Promise<void> {
  const codec = localCodec<object>(schemaNamed(schema), ids.get(`${prefix}${topic}-value`) ?? 0);
  const records = [{ topic: `${prefix}${topic}`, key, value: codec.encode(value), timestamp }];
  await appender.append([{ topic: `${prefix}${topic}`, partition: partitionOf(key), records }]);
}
const partitionOf = (key: string) => key.charCodeAt(0) % 2;
const resource = (name: string, spec: object, more: object = {}) => {
  const id = uuidV5(target, name);
  return {
    id,
    name,
    labels: {},
    version: 1,
    createdAt: now,
    updatedAt: now,
    spec: JSON.stringify(spec),
    ...more,
  };
};
async function configure(): Promise<void> {
  const url = `http://127.0.0.1:${portOf(http)}`;
  const specs: [string, object][] = [
    ['mail', { type: 'email', to: ['oncall@example.com'] }],
    ['hook', { type: 'webhook', url: `${url}/hook` }],
    ['pager', { type: 'pagerduty', routingKey: { env: 'ROUTING_KEY' } }],
    ['phone', { type: 'sms', to: ['+4915112345678'] }],
  ];
  const channels = specs.map(([name, spec]) => resource(name, spec));
  for (const channel of channels) await append('config.channels', 'channel', channel.id, channel);
  const route = resource(
    'all',
    { channels: specs.map(([name]) => name) },
    { channels: channels.map(({ id }) => id) },
  );
  await append('config.routes', 'route', route.id, route);
  const watched = { ...resource('web-1.example.com', {}), id: target, address: null, dependsOn: [] };
  await append('config.targets', 'target', target, watched);
  await append('config.checks', 'check', check, {
    ...resource('checkout-http', {}),
    id: check,
    target,
    agent: null,
  });
}
function alert(name: string, sequence: number, state: StateName): Promise<void> {
  const episode = uuidV5(check, name);
  const value: Alert = {
    id: uuidV5(episode, String(sequence)),
    episode,
    sequence,
    check,
    target,
    rule: name,
    kind: 'change',
    status: state === 'OK' ? 'resolved' : 'firing',
    state,
    timestamp: now + sequence * 60_000,
    arrival: now + sequence * 60_000,
    opened: now + 60_000,
    reasons: [],
    text: '',
    problemSince: null,
    cause: null,
    version: 1,
  };
  return append('alerts', 'alert', check, value);
}
function startNotifier(): ChildProcess {
  const child = spawn(process.execPath, [join(bundle, 'main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PANTO_TOPIC_PREFIX: prefix,
      PANTO_SCHEMA_REGISTRY_URL: registryUrl,
      PANTO_NOTIFIER_HTTP_PORT: '0',
      PANTO_TASKS: '2',
      PANTO_SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
      PANTO_TWILIO_URL: `http://127.0.0.1:${portOf(http)}`,
      PANTO_TWILIO_ACCOUNT_SID: 'AC1',
      PANTO_TWILIO_AUTH_TOKEN: 'c4n4ry-token',
      PANTO_TWILIO_FROM: '+15005550006',
      PANTO_PAGERDUTY_URL: `http://127.0.0.1:${portOf(http)}`,
      PANTO_WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
      PANTO_DEPENDENCY_WAIT: '5s',
      ROUTING_KEY: 'c4n4ry-routing-key',
    },
  });
  children.push(child);
  return child;
}
async function read<Value>(topic: string, schema: string): Promise<readonly Value[]> {
  const name = `${prefix}${topic}`;
  const codec = await openCodec<Value>(new Registry({ url: registryUrl }), name, schemaNamed(schema));
  const reader = await log.openReader();
  const places = [0, 1].map((partition) => ({ topic: name, partition }));
  const ends = await log.ends(places);
  const signal = new Signal();
  const found: LogRecord[] = [];
  const feeds = places.map((place) => reader.follow({ ...place, offset: 0 }, { wake: () => signal.raise(), gap: () => undefined })); // prettier-ignore
  while (feeds.some((feed, i) => feed.position < (ends[i] ?? 0))) {
    for (const feed of feeds) found.push(...feed.take(1000));
    await signal.wait(50);
  }
  await reader.close();
  return found.flatMap(({ value }) => {
    const decoded = codec.decode(value);
    return decoded.ok ? [decoded.value] : [];
  });
}
async function until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`${what}: not in time`);
    await new Promise((next) => setTimeout(next, 100));
  }
}
const at = (path: string) => received.filter((each) => each.path.startsWith(path));

describe('the notifier on a broker', () => {
  it('tells every Channel of a problem and its resolution, and records both the decisions and the deliveries', async () => {
    await configure();
    startNotifier();
    await alert('first', 1, 'CRITICAL');
    await alert('first', 2, 'OK');
    await until('messages', () => received.length === 6 && mails.length === 2);
    expect(at('/v2/enqueue').map(({ body }) => JSON.parse(body).event_action)).toEqual([
      'trigger',
      'resolve',
    ]);
    expect(at('/hook').map(({ body }) => JSON.parse(body).title)).toEqual([
      'CRITICAL: checkout-http on web-1.example.com',
      'RESOLVED: checkout-http on web-1.example.com is OK after 1m',
    ]);
    expect(at('/2010-04-01/Accounts/AC1/Messages.json')).toHaveLength(2);
    expect(mails[1]).toContain('Subject: RESOLVED: checkout-http on web-1.example.com is OK after 1m');
    const decided = await read<Notification>('notifications', 'notification');
    expect(decided.map(({ decision, reason }) => `${decision} ${reason}`).sort()).toEqual([
      ...Array(4).fill('send first'),
      ...Array(4).fill('send resolved'),
    ]);
    await until('records', async () => (await read('deliveries', 'delivery')).length === 8);
    const said = JSON.stringify([decided, await read<Delivery>('deliveries', 'delivery')]);
    expect(said).not.toContain('c4n4ry');
  }, 120_000);

  it('killed with a message in flight, resends that one and no other', async () => {
    const [child] = children;
    hanging = '/hook';
    const before = {
      hook: at('/hook').length,
      others: received.length - at('/hook').length,
      mails: mails.length,
    };
    await alert('second', 1, 'CRITICAL');
    const recorded = async () => (await read<Delivery>('deliveries', 'delivery')).length;
    await until(
      'three of four',
      async () => (await recorded()) === 11 && at('/hook').length === before.hook + 1,
    );
    child?.kill('SIGKILL');
    hanging = undefined;
    startNotifier();
    await until('the fourth', async () => (await recorded()) === 12);
    const hooks = at('/hook').slice(before.hook);
    expect(hooks).toHaveLength(2);
    expect(hooks[0]?.id).toBe(hooks[1]?.id);
    expect(received.length - at('/hook').length).toBe(before.others + 2);
    expect(mails).toHaveLength(before.mails + 1);
    await alert('second', 2, 'OK');
    await until('the end', async () => (await recorded()) === 16);
    expect(at('/hook')).toHaveLength(before.hook + 3);
  }, 180_000);

  it('sends a message again when its record comes once more: once, with the same send id', async () => {
    const hook = uuidV5(target, 'hook');
    const decided = await read<Notification>('notifications', 'notification');
    const first = decided.find((one) => one.channel === hook && one.rule === 'first' && one.sequence === 1);
    const before = at('/hook').length;
    for (let i = 0; i < 2; i++) await append('notifications', 'notification', check, { ...first, resend: 1 });
    const again = async () =>
      (await read<Delivery>('deliveries', 'delivery')).filter(({ resend }) => resend === 1);
    await until('the record', async () => (await again()).length === 1);
    expect(await again()).toMatchObject([{ notification: first?.id, attempt: 1, outcome: 'delivered' }]);
    await alert('third', 1, 'CRITICAL');
    await until('the next', () => at('/hook').length > before + 1);
    expect(at('/hook').slice(before).map(({ id }) => id === first?.id)).toEqual([true, false]); // prettier-ignore
  }, 120_000);

  it('withholds what a Silence takes, tells it when that ends, and then its resolution', async () => {
    const before = at('/hook').length;
    const endsAt = now + 10 * 60_000;
    const silence = { ...resource('tonight', { match: { rules: ['fifth'] } }), targets: [], checks: [], from: null, until: endsAt, repeat: null }; // prettier-ignore
    await append('config.silences', 'silence', silence.id, silence);
    await alert('fifth', 5, 'CRITICAL');
    const ofFifth = async (reason: string) =>
      (await read<Notification>('notifications', 'notification')).filter((n) => n.rule === 'fifth' && n.reason === reason); // prettier-ignore
    await until('decisions', async () => (await ofFifth('silenced')).length === 4);
    expect((await ofFifth('silenced')).map((n) => n.silence)).toEqual(Array(4).fill(silence.id));
    expect(at('/hook')).toHaveLength(before);
    const tick = { topic: `${prefix}alerts`, key: 'tick', value: null, timestamp: endsAt + 1 };
    await appender.append([{ topic: tick.topic, partition: partitionOf(check), records: [tick] }]);
    await until('the problem', () => at('/hook').length === before + 1);
    await alert('fifth', 11, 'OK');
    await until('the end', () => at('/hook').length === before + 2);
    expect((await ofFifth('silenceEnded')).map((n) => n.arrival)).toEqual(Array(4).fill(endsAt));
    expect(await ofFifth('resolved')).toHaveLength(4);
  }, 120_000);

  it('withholds repetitions under an acknowledgement, tells worse States, and at its end what it withheld', async () => {
    // If everybody already knew of a CRITICAL problem of another rule, this would count as the same problem.
    const open = at('/hook').length;
    await alert('third', 19, 'OK');
    await until('the end of the one before', () => at('/hook').length === open + 1);
    const before = at('/hook').length;
    const minute = 60_000;
    const endsAt = now + 30 * minute;
    const ofSixth = async (reason: string) =>
      (await read<Notification>('notifications', 'notification')).filter((n) => n.rule === 'sixth' && n.reason === reason); // prettier-ignore
    const decided = (reason: string, count: number) =>
      until(reason, async () => (await ofSixth(reason)).length === count);
    await alert('sixth', 20, 'WARNING');
    await until('the problem', () => at('/hook').length === before + 1);
    const acknowledgement = { id: randomUUID(), check, episodes: [], reason: 'on it', author: 'jane', acknowledgedAt: now, until: endsAt, sticky: false }; // prettier-ignore
    await append('acknowledgements', 'acknowledgement', check, acknowledgement, now + 20 * minute + 1);
    await alert('sixth', 21, 'WARNING');
    await decided('acknowledged', 4);
    expect((await ofSixth('acknowledged')).map((n) => n.acknowledgedBy)).toEqual(Array(4).fill('jane'));
    await alert('sixth', 22, 'CRITICAL');
    await until('the worse State', () => at('/hook').length === before + 2);
    await alert('sixth', 23, 'WARNING');
    await decided('acknowledged', 8);
    const tick = { topic: `${prefix}alerts`, key: 'tick', value: null, timestamp: endsAt + 1 };
    await appender.append([{ topic: tick.topic, partition: partitionOf(check), records: [tick] }]);
    await until('what was held back', () => at('/hook').length === before + 3);
    expect((await ofSixth('acknowledgementEnded')).map((n) => n.arrival)).toEqual(Array(4).fill(endsAt));
    await alert('sixth', 31, 'OK');
    await until('the end', () => at('/hook').length === before + 4);
    await decided('resolved', 4);
  }, 120_000);

  it('killed while a dependency is down, withholds what depends on it, and tells it when that recovers', async () => {
    const before = at('/hook').length;
    const second = 1_000;
    const core = { ...resource('core-sw1', {}), dependsOn: [] };
    const ping = { ...resource('ping', {}), target: core.id, agent: null };
    const state = (is: StateName) => {
      const value: State = { check: ping.id, target: core.id, state: is, previous: 'OK', timestamp: now, arrival: now, since: now, occurrences: 1, problemOccurrences: 1, reasons: [], version: 1, late: false }; // prettier-ignore
      return append('states', 'state', ping.id, value);
    };
    const depend = (dependsOn: readonly string[]) =>
      append('config.targets', 'target', target, { ...resource('web-1.example.com', {}), id: target, dependsOn }); // prettier-ignore
    const clock = async (time: number) => {
      const tick = { topic: `${prefix}alerts`, key: 'tick', value: null, timestamp: time };
      await appender.append([{ topic: tick.topic, partition: partitionOf(check), records: [tick] }]);
    };
    const decided = (rule: string, reason: string) =>
      until(`${rule} ${reason}`, async () => {
        const all = await read<Notification>('notifications', 'notification');
        const found = all.filter((n) => n.rule === rule && n.reason === reason);
        if (reason.startsWith('dependency') && reason !== 'dependencyAwaited')
          for (const { dependency } of found)
            expect(dependency).toEqual({ target: core.id, targetName: 'core-sw1', check: ping.id, checkName: 'ping', state: 'CRITICAL' }); // prettier-ignore
        return found.length === 4;
      });
    await append('config.targets', 'target', core.id, core);
    await append('config.checks', 'check', ping.id, ping);
    await state('CRITICAL');
    await depend([core.id]);
    children.at(-1)?.kill('SIGKILL');
    await alert('seventh', 40, 'CRITICAL');
    startNotifier();
    await decided('seventh', 'dependency');
    await state('OK');
    // The recovery must be read before the next check of the withheld Alert.
    await alert('eighth', 40, 'CRITICAL');
    await decided('eighth', 'dependencyAwaited');
    expect(at('/hook')).toHaveLength(before);
    await clock(now + 40 * 60 * second + 5 * second);
    await decided('eighth', 'first');
    await clock(now + 41 * 60 * second);
    await decided('seventh', 'dependencyEnded');
    await until('both', () => at('/hook').length === before + 2);
    await alert('seventh', 42, 'OK');
    await alert('eighth', 42, 'OK');
    await until('both ends', () => at('/hook').length === before + 4);
    await depend([]);
  }, 180_000);

  it('killed, still sends nothing to a Channel that asked for that, and tells the others', async () => {
    gone = '/hook';
    const disabled = async () =>
      (await read<Delivery>('deliveries', 'delivery')).filter(({ reason }) => reason === 'disabled').length;
    await alert('fourth', 1, 'CRITICAL');
    await until('the refusal', async () => (await disabled()) === 1);
    children.at(-1)?.kill('SIGKILL');
    gone = undefined;
    const before = { hook: at('/hook').length, pager: at('/v2/enqueue').length };
    startNotifier();
    await alert('fourth', 2, 'OK');
    await until('the second', async () => (await disabled()) === 2);
    await until('the pager', () => at('/v2/enqueue').length > before.pager);
    expect(at('/hook')).toHaveLength(before.hook);
  }, 180_000);
});
