import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localCodec, schemaNamed } from '@panto/avro';
import { channelSpec, type Outcome, type SendContext } from '@panto/channels';
import { uuidV5, type ChannelMemory, type Delivery, type Notification } from '@panto/model';
import { MemoryBroker, MemoryLog, silentLogger } from '@panto/streams';
import { createDelivery, type DeliveryLimits } from './delivery';
import type { DeliveryWorker } from './delivery-worker';
import type { RetryPolicy } from './policy';

const space = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const notifications = localCodec<Notification>(schemaNamed('notification'), 1);
const deliveries = localCodec<Delivery>(schemaNamed('delivery'), 2);
const memories = localCodec<ChannelMemory>(schemaNamed('channel-memory'), 3);
const topics = ['p.notifications', 'p.deliveries', 'p.channel-memories'];
const delivered: Outcome = { kind: 'delivered', detail: 'ok', reached: [] };
const failure = (
  reason: 'serverError' | 'clientError' | 'disabled',
  retryAfter: number | null = null,
): Outcome => ({
  kind: 'failed',
  reason,
  retriable: reason === 'serverError',
  retryAfter,
  detail: reason,
  reached: [],
});

/** `channel/episode.sequence STATE`. */
function message(text: string, more: Partial<Notification> = {}): Notification {
  const [, channel = '', episode = '', sequence = '', state = ''] =
    /^(.*)\/(.*)\.(\d+) (.*)$/.exec(text) ?? [];
  return {
    id: uuidV5(space, text),
    episode: uuidV5(space, episode),
    alert: uuidV5(space, `${episode}.${sequence}`),
    sequence: Number(sequence),
    check: uuidV5(space, `check ${episode}`),
    target: null,
    channel,
    route: null,
    decision: 'send',
    reason: 'first',
    silence: null,
    acknowledgedBy: null,
    dependency: null,
    rule: 'r',
    kind: 'change',
    status: state === 'OK' ? 'resolved' : 'firing',
    state: state as Notification['state'],
    told: null,
    title: text,
    text,
    checkName: 'c',
    targetName: null,
    labels: {},
    reasons: [],
    opened: 0,
    duration: 0,
    timestamp: Date.now(),
    arrival: Date.now(),
    version: 1,
    resend: 0,
    ...more,
  };
}

type Send = (notification: Notification, context: SendContext) => Promise<Outcome>;
interface Options {
  /** When the Channels were configured. */
  readonly updatedAt?: number;
  readonly limits?: Partial<DeliveryLimits>;
  readonly policy?: Partial<RetryPolicy>;
}
let broker: MemoryBroker;
let running: DeliveryWorker[];
/** Sent messages, in order. */
let sent: string[];
beforeEach(() => {
  broker = new MemoryBroker();
  for (const topic of topics) broker.create(topic, 2);
  running = [];
  sent = [];
  over = false;
});
afterEach(async () => {
  over = true;
  for (const release of hanging.splice(0)) release();
  await Promise.all(running.map((worker) => worker.stop().catch(() => undefined)));
});

/** Attempts that hang until the end of the spec. */
const hanging: (() => void)[] = [];
let over = false;
const never = () =>
  new Promise<Outcome>((done) => (over ? done(delivered) : hanging.push(() => done(delivered))));

/** A delivering process; after being killed, it sends nothing more. */
async function start(
  send: Send,
  { limits = {}, policy = {}, updatedAt = 0 }: Options = {},
): Promise<{ kill(): void }> {
  const log = new MemoryLog(broker);
  let alive = true;
  const worker = createDelivery({
    log,
    prefix: 'p.',
    notifications,
    deliveries,
    memories,
    sender: {
      send: (notification, _, context) => {
        if (!alive) return never();
        sent.push(notification.title);
        return send(notification, context);
      },
      close: async () => undefined,
    },
    channelOf: (id) => ({
      id,
      name: id,
      version: 1,
      updatedAt,
      spec: channelSpec.parse({ type: 'email', to: ['a@example.com'] }),
    }),
    readSecret: async () => '',
    policy: { firstWait: 20, longestWait: 40, maxAge: 5000, ...policy },
    attemptTimeout: 5000,
    now: Date.now,
    random: () => 1,
    logger: silentLogger,
    meter: () => ({ attempted: () => undefined }),
    limits: { concurrency: 2, channelCapacity: 100, partitionCapacity: 100, staleAfter: 60_000, tasks: 2, patience: 1000, attempts: 5, ...limits }, // prettier-ignore
    tablesRead: async () => undefined,
    onFatal: (error) => {
      if (alive) throw error;
    },
  });
  running.push(worker);
  await worker.start();
  return {
    kill: () => {
      alive = false;
      log.kill();
    },
  };
}
function put(...list: Notification[]): void {
  for (const notification of list) {
    const partition = notification.check.charCodeAt(0) % 2;
    const records = [{ topic: 'p.notifications', key: notification.check, value: notifications.encode(notification), timestamp: notification.arrival }]; // prettier-ignore
    broker.append([{ topic: 'p.notifications', partition, records }]);
  }
}
const records = (): Delivery[] =>
  broker.records('p.deliveries').map(({ value }) => {
    const decoded = deliveries.decode(value);
    if (!decoded.ok) throw new Error(decoded.detail);
    return decoded.value;
  });
const said = () => records().map(({ attempt, outcome, reason }) => `${attempt} ${outcome} ${reason}`);
const offsets = () =>
  [0, 1].map((partition) => broker.committed('p.notifier-delivery', { topic: 'p.notifications', partition }));
async function until(true_: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !true_(); i++) await new Promise((done) => setTimeout(done, 10));
  expect(true_()).toBe(true);
}

describe('the delivery of notifications', () => {
  it('sends each message once, and records it', async () => {
    await start(async () => delivered);
    put(
      message('mail/a.1 WARNING'),
      message('mail/b.1 WARNING', { decision: 'withhold' }),
      message('mail/a.2 OK'),
    );
    await until(() => said().length === 2);
    expect(sent).toEqual(['mail/a.1 WARNING', 'mail/a.2 OK']);
    expect(said()).toEqual(['1 delivered none', '1 delivered none']);
    expect(records()[0]).toMatchObject({
      integration: 'email',
      channel: 'mail',
      channelVersion: 1,
      nextAttemptAt: null,
    });
    await until(() => offsets().reduce<number>((sum, offset) => sum + (offset ?? 0), 0) === 3);
  });

  it('retries after a transient failure, and records every attempt', async () => {
    let left = 2;
    await start(async () => (left-- > 0 ? failure('serverError') : delivered));
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 3);
    expect(said()).toEqual(['1 retrying serverError', '2 retrying serverError', '3 delivered none']);
    const [first] = records();
    expect(first!.nextAttemptAt! - first!.timestamp - first!.duration).toBe(20);
  });

  it('honours Retry-After', async () => {
    let left = 1;
    await start(async () => (left-- > 0 ? failure('serverError', 300) : delivered));
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 2);
    expect(records()[1]!.timestamp - records()[0]!.timestamp).toBeGreaterThanOrEqual(299);
  });

  it('sends nothing else to a Channel that asks for a pause, and goes on with others', async () => {
    let left = 1;
    await start(async (n) => (n.channel === 'mail' && left-- > 0 ? failure('serverError', 300) : delivered));
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 1);
    put(message('mail/b.1 WARNING'), message('pager/c.1 WARNING'));
    await until(() => said().length === 4);
    const [first, other, ...later] = records().sort((a, b) => a.timestamp - b.timestamp);
    expect(other).toMatchObject({ channel: 'pager' });
    expect(Math.min(...later.map(({ timestamp }) => timestamp)) - first!.timestamp).toBeGreaterThanOrEqual(299); // prettier-ignore
  });

  it('does not retry a permanent failure', async () => {
    await start(async () => failure('clientError'));
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 1);
    expect(said()).toEqual(['1 failed clientError']);
  });

  it('ends at the maximum age with a record that can be inspected', async () => {
    await start(async () => failure('serverError'), { policy: { maxAge: 100 } });
    put(message('mail/a.1 WARNING'));
    await until(() => said().some((text) => text.includes('expired')));
    expect(said().at(-1)).toMatch(/^\d expired serverError$/);
  });

  it('is not delayed by a dead Channel', async () => {
    await start((n) => (n.channel === 'dead' ? never() : Promise.resolve(delivered)), {
      limits: { concurrency: 1 },
    });
    for (let i = 0; i < 20; i++) put(message(`dead/d${i}.1 WARNING`), message(`mail/m${i}.1 WARNING`));
    await until(() => said().length === 20);
    expect(sent.filter((text) => text.startsWith('dead'))).toHaveLength(1);
    expect(records().every(({ channel }) => channel === 'mail')).toBe(true);
  });

  it('never lets a resolved message overtake its problem, nor episodes wait for each other', async () => {
    let left = 3;
    await start(async (n) =>
      n.title.startsWith('mail/a.1') && left-- > 0 ? failure('serverError') : delivered,
    );
    put(message('mail/a.1 WARNING'), message('mail/a.2 OK'), message('mail/b.1 WARNING'));
    await until(() => said().length === 6);
    expect(sent.filter((text) => text.startsWith('mail/a'))).toEqual([
      ...Array(4).fill('mail/a.1 WARNING'),
      'mail/a.2 OK',
    ]);
    expect(sent.indexOf('mail/b.1 WARNING')).toBeLessThan(sent.indexOf('mail/a.2 OK'));
  });

  it('mentions stale messages in the newest message of the episode', async () => {
    const texts: string[] = [];
    let left = 1;
    await start(
      async (n) => {
        texts.push(n.text);
        return left-- > 0 ? failure('serverError', 150) : delivered;
      },
      { limits: { staleAfter: 50 } },
    );
    const began = Date.UTC(2026, 10, 23, 12);
    put(message('mail/a.1 CRITICAL', { timestamp: began }));
    await until(() => said().length === 1);
    await new Promise((done) => setTimeout(done, 60));
    put(message('mail/a.2 OK'));
    await until(() => said().length === 3);
    expect(said()).toEqual(['1 retrying serverError', '1 stale none', '1 delivered none']);
    expect(texts[1]).toBe('mail/a.2 OK\nMissed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC');
  });

  it('mentions expired messages in the next message that arrives, once', async () => {
    const texts: string[] = [];
    let dead = true;
    await start(
      async (n) => {
        texts.push(n.text);
        return dead ? failure('serverError') : delivered;
      },
      { policy: { maxAge: 0 } },
    );
    const began = Date.UTC(2026, 10, 23, 12);
    put(
      message('mail/a.1 CRITICAL', { timestamp: began }),
      message('mail/b.1 WARNING', { timestamp: began }),
    );
    await until(() => said().length === 2);
    dead = false;
    put(message('mail/c.1 WARNING'));
    await until(() => said().length === 3);
    put(message('mail/d.1 WARNING'));
    await until(() => said().length === 4);
    expect(said()).toEqual([...Array(2).fill('1 expired serverError'), ...Array(2).fill('1 delivered none')]);
    expect(texts[2]!.split('\n').sort()).toEqual([
      'Missed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC',
      'Missed: mail/b.1 WARNING, 2026-11-23 12:00:00 UTC',
      'mail/c.1 WARNING',
    ]);
    expect(texts[3]).toBe('mail/d.1 WARNING');
  });

  it('keeps the queue of a Channel bounded', async () => {
    await start(never, { limits: { channelCapacity: 3, concurrency: 1 } });
    for (let i = 0; i < 6; i++) put(message(`dead/d${i}.1 WARNING`));
    await until(() => said().length === 2);
    expect(said()).toEqual(['0 expired overflow', '0 expired overflow']);
  });

  it('sends nothing more to a Channel that asked for that', async () => {
    await start(async () => failure('disabled'));
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 1);
    put(message('mail/b.1 WARNING'));
    await until(() => said().length === 2);
    expect(sent).toEqual(['mail/a.1 WARNING']);
    expect(said()).toEqual(['1 failed disabled', '1 failed disabled']);
  });
});

describe('a kill of the delivery', () => {
  it('resends only what was in flight, with the same send id, and goes on counting', async () => {
    const ids: string[] = [];
    const send: Send = async (n) => {
      ids.push(n.id);
      if (n.title.startsWith('mail/flying')) return never();
      return n.title.startsWith('mail/tried') ? failure('serverError', 200) : delivered;
    };
    const log = await start(send);
    put(message('mail/done.1 WARNING'), message('mail/flying.1 WARNING'));
    await until(() => sent.length === 2);
    put(message('mail/tried.1 WARNING'));
    await until(() => said().length === 2 && sent.length === 3);
    log.kill();
    const before = sent.splice(0);
    await start(async (n) => {
      ids.push(n.id);
      return delivered;
    });
    await until(() => said().length === 4);
    expect(before.sort()).toEqual(['mail/done.1 WARNING', 'mail/flying.1 WARNING', 'mail/tried.1 WARNING']);
    expect(sent).toEqual(['mail/flying.1 WARNING', 'mail/tried.1 WARNING']);
    expect(new Set(ids).size).toBe(3);
    expect(said().slice(2).sort()).toEqual(['1 delivered none', '2 delivered none']);
    // It waited as long as it was asked to, in spite of the kill.
    const tried = records().filter(({ notification }) => notification === message('mail/tried.1 WARNING').id);
    expect(tried[1]!.timestamp).toBeGreaterThanOrEqual(tried[0]!.nextAttemptAt!);
  });

  it('does not retry what failed, expired or became stale', async () => {
    const log = await start(async (n) => (n.title.startsWith('mail/no') ? failure('clientError') : never()));
    put(message('mail/fly.1 WARNING'), message('mail/no.1 WARNING'));
    await until(() => said().length === 1 && sent.length === 2);
    log.kill();
    await start(async () => delivered);
    await until(() => said().length === 2);
    log.kill();
    await start(async () => delivered);
    put(message('mail/new.1 WARNING'));
    await until(() => said().length === 3);
    expect(sent.filter((text) => text.startsWith('mail/no'))).toHaveLength(1);
  });

  it('at any moment, any number of times: everything settled once, nothing sent twice except what was in flight', async () => {
    const episodes = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    const kills = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(episodes, kills, async (names, moments) => {
        broker = new MemoryBroker();
        for (const topic of topics) broker.create(topic, 2);
        sent = [];
        const doubtful = new Map<string, number>();
        const send: Send = async (n) => {
          await new Promise((done) => setTimeout(done, 3));
          return n.sequence % 3 === 0 && !doubtful.has(n.title) && sent.length % 2 === 0
            ? failure('serverError')
            : delivered;
        };
        const list = names.map((name, i) => message(`mail/${name}.${i} WARNING`));
        put(...list);
        for (const moment of moments) {
          const log = await start(send);
          await new Promise((done) => setTimeout(done, moment));
          log.kill();
          const recorded = new Map(records().map(({ notification, attempt }) => [notification, attempt]));
          // In flight: sent, but not recorded when the process was killed.
          for (const n of list) {
            const times = sent.filter((title) => title === n.title).length - (doubtful.get(n.title) ?? 0);
            const unrecorded = times - (recorded.get(n.id) ?? 0);
            if (unrecorded > 0) doubtful.set(n.title, (doubtful.get(n.title) ?? 0) + unrecorded);
          }
          void running
            .pop()
            ?.stop()
            .catch(() => undefined);
        }
        await start(send);
        await until(() => records().filter(({ outcome }) => outcome === 'delivered').length === list.length);
        const finals = records().filter(({ outcome }) => outcome !== 'retrying');
        expect(finals.map(({ notification }) => notification).sort()).toEqual(
          list.map(({ id }) => id).sort(),
        );
        for (const n of list) {
          const attempts = records().filter(({ notification }) => notification === n.id);
          expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, i) => i + 1));
          const times = sent.filter((title) => title === n.title).length;
          expect(times - attempts.length).toBeLessThanOrEqual(doubtful.get(n.title) ?? 0);
        }
        await running.pop()?.stop();
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

describe('after a restart', () => {
  const began = Date.UTC(2026, 10, 23, 12);
  /** A sender that collects the texts sent. */
  const telling = (texts: string[], outcome: () => Outcome): Send => async (n) => {
    texts.push(n.text);
    return outcome();
  }; // prettier-ignore
  /** The memory of the Channel, over all partitions. */
  const remembered = () => {
    const newest = new Map(broker.records('p.channel-memories').map(({ partition, value }) => [partition, value])); // prettier-ignore
    return [...newest.values()].flatMap((value) => {
      const decoded = memories.decode(value);
      return decoded.ok ? [decoded.value] : [];
    });
  };

  it.each([
    ['killed', (process: { kill(): void }) => process.kill()],
    ['stopped', async () => running.pop()?.stop()],
  ])(
    'an expired message is mentioned in the next message that arrives, once, although the process was %s',
    async (_, end) => {
      const texts: string[] = [];
      const first = await start(
        telling([], () => failure('serverError')),
        { policy: { maxAge: 0 } },
      );
      put(message('mail/a.1 CRITICAL', { timestamp: began }), message('mail/b.1 WARNING', { timestamp: began })); // prettier-ignore
      await until(() => said().length === 2);
      expect(remembered().flatMap(({ missed }) => missed)).toHaveLength(2);
      await end(first);
      const second = await start(telling(texts, () => delivered));
      put(message('mail/c.1 WARNING'));
      await until(() => remembered().length === 0);
      second.kill();
      await start(telling(texts, () => delivered));
      put(message('mail/d.1 WARNING'));
      await until(() => said().length === 4);
      expect(texts.map((text) => text.split('\n').sort())).toEqual([
        [
          'Missed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC',
          'Missed: mail/b.1 WARNING, 2026-11-23 12:00:00 UTC',
          'mail/c.1 WARNING',
        ],
        ['mail/d.1 WARNING'],
      ]);
    },
  );

  it('an expired message is mentioned by the new owner of its partition', async () => {
    const texts: string[] = [];
    const lost = message('mail/a.1 CRITICAL', { timestamp: began });
    const first = await start(async () => failure('serverError'), { policy: { maxAge: 0 } });
    put(lost);
    await until(() => said().length === 1);
    await start(telling(texts, () => delivered));
    await running.shift()?.stop();
    first.kill();
    put(message('mail/a.2 OK', { check: lost.check }));
    await until(() => said().length === 2);
    expect(texts).toEqual(['mail/a.2 OK\nMissed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC']);
  });

  it('a stale message is mentioned in the message that superseded it, in spite of a kill in between', async () => {
    const texts: string[] = [];
    const send = telling(texts, () => failure('serverError', 1000));
    const log = await start(send, { limits: { staleAfter: 50 } });
    put(message('mail/a.1 CRITICAL', { timestamp: began }));
    await until(() => said().length === 1);
    await new Promise((done) => setTimeout(done, 60));
    put(message('mail/a.2 OK'));
    await until(() => said().length === 2);
    log.kill();
    await start(telling(texts, () => delivered));
    await until(() => said().length === 3);
    expect(said()).toEqual(['1 retrying serverError', '1 stale none', '1 delivered none']);
    expect(texts[1]).toBe('mail/a.2 OK\nMissed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC');
    await until(() => remembered().length === 0);
  });

  it('messages mentioned in a failed message are mentioned in the next one', async () => {
    const texts: string[] = [];
    const outcomes = [failure('serverError', 150), failure('clientError')];
    await start(
      telling(texts, () => outcomes.shift() ?? delivered),
      { limits: { staleAfter: 50 } },
    );
    put(message('mail/a.1 CRITICAL', { timestamp: began }));
    await until(() => said().length === 1);
    await new Promise((done) => setTimeout(done, 60));
    put(message('mail/a.2 OK'));
    await until(() => said().length === 3);
    put(message('mail/b.1 WARNING'));
    await until(() => said().length === 4);
    expect(texts[2]).toBe('mail/b.1 WARNING\nMissed: mail/a.1 CRITICAL, 2026-11-23 12:00:00 UTC');
  });

  it('a Channel that asked not to be sent anything more is left alone until it is applied anew', async () => {
    const log = await start(async () => failure('disabled'), { updatedAt: 1 });
    put(message('mail/a.1 WARNING'));
    await until(() => said().length === 1);
    expect(remembered()).toMatchObject([{ channel: 'mail', disabled: { version: 1, updatedAt: 1 } }]);
    log.kill();
    const same = await start(async () => delivered, { updatedAt: 1 });
    put(message('mail/a.2 OK'));
    await until(() => said().length === 2);
    same.kill();
    await start(async () => delivered, { updatedAt: 2 });
    put(message('mail/b.1 WARNING'));
    await until(() => said().length === 3);
    expect(sent).toEqual(['mail/a.1 WARNING', 'mail/b.1 WARNING']);
    expect(said()).toEqual(['1 failed disabled', '1 failed disabled', '1 delivered none']);
  });

  it('an expired message is forgotten if a person has it sent again', async () => {
    const texts: string[] = [];
    const log = await start(async () => failure('serverError'), { policy: { maxAge: 0 } });
    const lost = message('mail/a.1 CRITICAL', { timestamp: began });
    put(lost);
    await until(() => said().length === 1);
    log.kill();
    await start(telling(texts, () => delivered));
    put({ ...lost, resend: 1 });
    await until(() => said().length === 2);
    put(message('mail/c.1 WARNING'));
    await until(() => said().length === 3);
    expect(texts).toEqual(['mail/a.1 CRITICAL', 'mail/c.1 WARNING']);
    expect(remembered()).toEqual([]);
  });
});

describe('a message that is sent again', () => {
  /** A message put into the topic once more. */
  const again = (notification: Notification, resend = 1) => ({ ...notification, resend });
  const sendings = () => records().map(({ notification, resend, attempt, outcome }) => `${notification === first.id ? 'first' : 'other'}/${resend} ${attempt} ${outcome}`); // prettier-ignore
  const first = message('mail/a.1 CRITICAL', { timestamp: Date.UTC(2026, 10, 23, 12) });

  it('starts a new series of attempts, with the same send id and the same episode', async () => {
    const ids: string[] = [];
    const outcomes = [failure('clientError'), failure('serverError'), delivered];
    await start(async (n) => {
      ids.push(`${n.id} ${n.episode}`);
      return outcomes.shift() ?? delivered;
    });
    put(first);
    await until(() => said().length === 1);
    put(again(first));
    await until(() => said().length === 3);
    expect(sendings()).toEqual(['first/0 1 failed', 'first/1 1 retrying', 'first/1 2 delivered']);
    expect(new Set(ids)).toEqual(new Set([`${first.id} ${first.episode}`]));
  });

  it('is sent once, even if two people requested it at once', async () => {
    await start(async () => delivered);
    put(again(first), again(first));
    await until(() => said().length === 1);
    put(again(first), message('mail/z.1 WARNING'));
    await until(() => said().length === 2);
    expect(sent).toEqual(['mail/a.1 CRITICAL', 'mail/z.1 WARNING']);
    await until(() => offsets().reduce<number>((sum, offset) => sum + (offset ?? 0), 0) === 4);
  });

  it('is settled for good: a restart does not send it once more, and sends what was in flight', async () => {
    const log = await start((n) => (n.title.startsWith('mail/fly') ? never() : Promise.resolve(delivered)));
    const flying = message('mail/fly.1 WARNING');
    put(again(flying), again(first));
    await until(() => said().length === 1 && sent.length === 2);
    log.kill();
    const before = sent.splice(0);
    await start(async () => delivered);
    put(again(first, 2));
    await until(() => said().length === 3);
    expect(before.sort()).toEqual(['mail/a.1 CRITICAL', 'mail/fly.1 WARNING']);
    expect(sent.sort()).toEqual(['mail/a.1 CRITICAL', 'mail/fly.1 WARNING']);
    expect(sendings().sort()).toEqual(['first/1 1 delivered', 'first/2 1 delivered', 'other/1 1 delivered']);
  });

  it('is sent as it is, behind what waits in its episode, even if it is old and the problem is over', async () => {
    let left = 1;
    const send: Send = async () => (left-- > 0 ? failure('serverError', 150) : delivered);
    await start(send, { limits: { staleAfter: 50 } });
    put(message('mail/a.2 WARNING'));
    await until(() => said().length === 1);
    put({ ...again(first), arrival: 1 }, message('mail/a.3 OK'));
    await until(() => said().length === 4);
    expect(sent).toEqual(['mail/a.2 WARNING', 'mail/a.2 WARNING', 'mail/a.1 CRITICAL', 'mail/a.3 OK']);
    expect(said().slice(1)).toEqual(Array(3).fill(expect.stringMatching(/delivered/)));
  });

  it('is not also mentioned in the next message, and mentions no other', async () => {
    const texts: string[] = [];
    let dead = true;
    const send: Send = async (n) => {
      texts.push(n.text);
      return dead ? failure('serverError') : delivered;
    };
    await start(send, { policy: { maxAge: 0 } });
    const second = message('mail/b.1 WARNING', { timestamp: first.timestamp });
    put(first, second);
    await until(() => said().length === 2);
    dead = false;
    put(again(first));
    await until(() => said().length === 3);
    put(message('mail/c.1 WARNING'));
    await until(() => said().length === 4);
    expect(texts.slice(2)).toEqual([
      'mail/a.1 CRITICAL',
      'mail/c.1 WARNING\nMissed: mail/b.1 WARNING, 2026-11-23 12:00:00 UTC',
    ]);
  });
});
