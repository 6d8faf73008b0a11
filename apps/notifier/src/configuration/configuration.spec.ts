import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fixedSchemas, localCodec, schemaNamed } from '@panto/avro';
import { defaultSeverity, type Acknowledgement, type Alert, type Channel, type Check, type Route, type Silence, type State, type StateName, type Target } from '@panto/model'; // prettier-ignore
import { MemoryBroker, MemoryLog, silentLogger } from '@panto/streams';
import { Configuration } from './configuration';
import { problemDecoder } from './problem-codec';
import { readChannel } from './read-channel';
import { readRoute } from './read-route';
import { readSilence } from './read-silence';

const codecs = {
  checks: localCodec<Check>(schemaNamed('check'), 1),
  targets: localCodec<Target>(schemaNamed('target'), 2),
  channels: localCodec<Channel>(schemaNamed('channel'), 3),
  routes: localCodec<Route>(schemaNamed('route'), 4),
  silences: localCodec<Silence>(schemaNamed('silence'), 5),
  acknowledgements: localCodec<Acknowledgement>(schemaNamed('acknowledgement'), 6),
  problems: problemDecoder(fixedSchemas(new Map([[7, JSON.stringify(schemaNamed('state'))]]))),
};
const states = localCodec<State>(schemaNamed('state'), 7);
const resource = (name: string, spec: object | string = {}) => ({
  id: `id-${name}`,
  name,
  labels: { of: name },
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  spec: typeof spec === 'string' ? spec : JSON.stringify(spec),
});
const route = (name: string, spec: object | string, channels: string[] = []) => ({
  ...resource(name, spec),
  channels,
});

describe('a Route from its topic', () => {
  it.each([
    ['states as resources write them', { match: { states: ['missing-data', 'critical'] } }, { match: { states: ['MISSING_DATA', 'CRITICAL'] }, default: false }], // prettier-ignore
    ['no match', { default: true }, { match: {}, default: true }],
    ['rules, kinds and labels', { match: { rules: ['a'], kinds: ['flap'], labels: { team: 'x' } } }, { match: { rules: ['a'], kinds: ['flap'], labels: { team: 'x' } }, default: false }], // prettier-ignore
  ])('%s', (_, spec, wanted) => {
    expect(readRoute(route('r', { ...spec, channels: ['mail'] }, ['uuid']))).toEqual({ id: 'id-r', name: 'r', channels: ['uuid'], ...wanted }); // prettier-ignore
  });

  it.each([
    ['an unknown State', { match: { states: ['sleepy'] } }],
    ['an invalid JSON', 'nonsense'],
  ])('%s cannot be used', (_, spec) => {
    expect(readRoute(route('r', spec))).toBeUndefined();
  });
});

const silence = (name: string, spec: object | string, more: Partial<Silence> = {}): Silence => ({
  ...resource(name, spec),
  targets: [],
  checks: [],
  from: null,
  until: 9,
  repeat: null,
  ...more,
});

describe('a Silence from its topic', () => {
  it.each([
    ['has the match of a Route', { match: { states: ['missing-data'], labels: { a: 'b' } } }, {}, { match: { states: ['MISSING_DATA'], labels: { a: 'b' } }, from: null }], // prettier-ignore
    ['goes by UUIDs, not by the names in its spec', { match: { targets: ['web'], checks: ['ping'] } }, { targets: ['t'], checks: ['c', 'd'], from: 3 }, { match: { targets: ['t'], checks: ['c', 'd'] }, from: 3 }], // prettier-ignore
  ])('%s', (_, spec, more, wanted) => {
    expect(readSilence(silence('s', spec, more))).toEqual({ id: 'id-s', until: 9, repeat: null, ...wanted });
  });

  it('has its recurring hours', () => {
    const repeat: Silence['repeat'] = { days: ['mon'], from: 120, to: 240, timezone: 'Europe/Berlin' };
    expect(readSilence(silence('s', { match: {} }, { until: 0, repeat }))).toMatchObject({
      until: 0,
      repeat,
    });
  });

  it.each<[string, object | string, Partial<Silence>]>([
    ['no match', {}, {}],
    ['an unknown State', { match: { states: ['sleepy'] } }, {}],
    ['an invalid JSON', 'nonsense', {}],
    ['an unknown time zone', { match: {} }, { repeat: { days: ['mon'], from: 0, to: 1, timezone: 'Europe/Bonn' } }],
  ])('%s: cannot be used', (_, spec, more) => {
    expect(readSilence(silence('s', spec, more))).toBeUndefined();
  }); // prettier-ignore
});

describe('a Channel from its topic', () => {
  it('is parsed', () => {
    expect(readChannel(resource('m', { type: 'email', to: ['a@example.com'] }))).toMatchObject({ version: 1, spec: { type: 'email' } }); // prettier-ignore
  });

  it.each([
    [{ type: 'fax' }, /its spec cannot be used: type/],
    [{ type: 'email', to: ['nobody'] }, /to\.0: must be an e-mail address/],
    ['nonsense', /is not JSON/],
  ])('%j stays known, along with what is wrong', (spec, fault) => {
    expect(readChannel(resource('m', spec))).toMatchObject({
      spec: null,
      fault: expect.stringMatching(fault),
    });
  });
});

describe('the configuration', () => {
  let broker: MemoryBroker;
  let configuration: Configuration;
  const put = (topic: string, key: string, value: Buffer | null, timestamp = 0) => {
    const records = [{ topic, key, value, timestamp }];
    broker.append([{ topic, partition: key.length % 2, records }]);
  };
  beforeEach(() => {
    broker = new MemoryBroker();
    for (const name of ['checks', 'targets', 'channels', 'routes', 'silences'])
      broker.create(`p.config.${name}`, 2);
    broker.create('p.acknowledgements', 2);
    broker.create('p.states', 2);
    configuration = open();
  });
  const open = (down: readonly StateName[] = ['CRITICAL', 'ERROR']) =>
    new Configuration({
      log: new MemoryLog(broker),
      logger: silentLogger,
      prefix: 'p.',
      codecs,
      dependencies: { states: down, wait: 9_000, severity: defaultSeverity },
      patience: 2000,
      onFatal: (error) => {
        throw error;
      },
    });
  afterEach(() => configuration.stop());
  const alert = { check: 'id-checkout', target: 'id-web' } as Alert;

  it('is complete at the start, and up to date after reading to the end', async () => {
    put('p.config.checks', 'id-checkout', codecs.checks.encode({ ...resource('checkout'), target: 'id-web', agent: null })); // prettier-ignore
    await configuration.start();
    expect(configuration.surroundingsOf(alert)).toEqual({
      check: { id: 'id-checkout', name: 'checkout', labels: { of: 'checkout' }, target: 'id-web' },
      target: null,
      routes: [],
      channels: [],
      silences: [],
      acknowledgement: null,
      dependency: null,
      dependencyWait: 0,
    });
    const mail = resource('mail', { type: 'email', to: ['a@example.com'] });
    put('p.config.channels', mail.id, codecs.channels.encode(mail));
    put('p.config.routes', 'id-z', codecs.routes.encode(route('z', {}, [mail.id])));
    put('p.config.routes', 'id-a', codecs.routes.encode(route('a', {}, [mail.id])));
    put('p.config.silences', 'id-s', codecs.silences.encode(silence('s', { match: { rules: ['r'] } })));
    await configuration.readToEnd();
    const { routes, channels, silences } = configuration.surroundingsOf(alert);
    expect(silences).toEqual([{ id: 'id-s', match: { rules: ['r'] }, from: null, until: 9, repeat: null }]);
    expect(routes.map(({ name }) => name)).toEqual(['a', 'z']);
    expect(channels).toMatchObject([{ id: 'id-mail', name: 'mail' }]);
    expect(configuration.channelOf('id-mail')).toMatchObject({ spec: { type: 'email' } });
  });

  it('has the acknowledgement of a Check from the arrival of its record, until it is withdrawn', async () => {
    const one = { id: 'u', check: 'id-checkout', episodes: ['e'], reason: 'r', author: 'jane', acknowledgedAt: 5, until: 9, sticky: true }; // prettier-ignore
    await configuration.start();
    put('p.acknowledgements', 'id-checkout', codecs.acknowledgements.encode(one), 7);
    await configuration.readToEnd();
    expect(configuration.surroundingsOf(alert).acknowledgement).toEqual({ since: 7, until: 9, episodes: ['e'], sticky: true, author: 'jane' }); // prettier-ignore
    put('p.acknowledgements', 'id-checkout', null);
    await configuration.readToEnd();
    expect(configuration.surroundingsOf(alert).acknowledgement).toBeNull();
  });

  it('forgets what is deleted, and keeps what an unreadable record would replace', async () => {
    const good = codecs.routes.encode(route('a', {}, ['x']));
    put('p.config.routes', 'id-a', good);
    put('p.config.routes', 'id-b', good);
    await configuration.start();
    put('p.config.routes', 'id-a', Buffer.from([1, 2, 3]));
    put('p.config.routes', 'id-b', null);
    await configuration.readToEnd();
    expect(configuration.surroundingsOf(alert).routes.map(({ id }) => id)).toEqual(['id-a']);
  });

  const target = (name: string, dependsOn: readonly string[] = []) =>
    put('p.config.targets', `id-${name}`, codecs.targets.encode({ ...resource(name), dependsOn: dependsOn.map((one) => `id-${one}`) })); // prettier-ignore
  const watched = (name: string, of: string) =>
    put('p.config.checks', `id-${name}`, codecs.checks.encode({ ...resource(name), target: `id-${of}`, agent: null })); // prettier-ignore
  const state = (of: string, is: StateName) =>
    put('p.states', `id-${of}`, states.encode({ check: `id-${of}`, target: null, state: is, previous: 'OK', timestamp: 1, arrival: 1, since: 1, occurrences: 1, problemOccurrences: 1, reasons: [], version: 1, late: false })); // prettier-ignore
  /** The dependency that is down, by its Check, and how long to wait for one. */
  const dependency = async () => {
    await configuration.readToEnd();
    const { dependency: found, dependencyWait } = configuration.surroundingsOf(alert);
    return `${found === null ? 'nothing' : `${found.targetName}/${found.checkName} ${found.state}`}, ${dependencyWait}`;
  };

  it('has the dependency of a Target that is down, direct or transitive, for as long as it is', async () => {
    state('ping', 'CRITICAL');
    state('dns', 'ERROR');
    target('web', ['switch']);
    target('switch', ['router']);
    target('router');
    watched('ping', 'router');
    await configuration.start();
    expect(await dependency()).toBe('router/ping CRITICAL, 9000');
    watched('dns', 'switch');
    expect(await dependency()).toBe('switch/dns ERROR, 9000');
    state('dns', 'WARNING');
    expect(await dependency()).toBe('router/ping CRITICAL, 9000');
    state('ping', 'OK');
    expect(await dependency()).toBe('nothing, 9000');
    state('dns', 'CRITICAL');
    put('p.states', 'id-dns', null);
    expect(await dependency()).toBe('nothing, 9000');
  });

  it.each<[string, () => void, string]>([
    ['a Check that was deleted', () => put('p.config.checks', 'id-ping', null), 'nothing, 0'],
    ['a Check that moved to another Target', () => watched('ping', 'other'), 'nothing, 0'],
    ['a Target that is no longer a dependency', () => target('web'), 'nothing, 0'],
    ['a Target that was deleted', () => put('p.config.targets', 'id-switch', null), 'nothing, 0'],
    ['an unreadable State changes nothing', () => put('p.states', 'id-ping', Buffer.from([1, 2, 3])), 'switch/ping CRITICAL, 9000'],
    ['a tick changes nothing', () => put('p.states', 'tick', null), 'switch/ping CRITICAL, 9000'],
  ])('%s', async (_, change, wanted) => {
    target('web', ['switch']);
    target('switch');
    watched('ping', 'switch');
    state('ping', 'CRITICAL');
    await configuration.start();
    expect(await dependency()).toBe('switch/ping CRITICAL, 9000');
    change();
    expect(await dependency()).toBe(wanted);
  }); // prettier-ignore

  it('reads no States before some Target depends on another, and then all of them', async () => {
    target('web');
    target('switch');
    watched('ping', 'switch');
    state('ping', 'CRITICAL');
    await configuration.start();
    const follow = jest.spyOn(MemoryLog.prototype, 'openReader');
    expect(await dependency()).toBe('nothing, 0');
    expect(follow).not.toHaveBeenCalled();
    target('web', ['switch']);
    expect(await dependency()).toBe('switch/ping CRITICAL, 9000');
    expect(follow).toHaveBeenCalledTimes(1);
    follow.mockRestore();
  });

  it('has nothing that is down if no State says so', async () => {
    configuration = open([]);
    target('web', ['switch']);
    target('switch');
    watched('ping', 'switch');
    state('ping', 'CRITICAL');
    await configuration.start();
    expect(await dependency()).toBe('nothing, 0');
  });
});
