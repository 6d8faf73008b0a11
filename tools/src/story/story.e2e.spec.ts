import { setTimeout as sleep } from 'node:timers/promises';
import { apps, eventually, Story } from './story';

/** The story when nothing disturbs it: changes of the State, and the Alerts they cause. */
const moves = ['UNKNOWN OK', 'OK WARNING', 'WARNING CRITICAL', 'CRITICAL MISSING_DATA', 'MISSING_DATA OK'];
const told = ['firing WARNING', 'firing CRITICAL', 'firing MISSING_DATA', 'resolved OK'];

describe.each([
  ['and nothing disturbs it', []],
  ['and every process is killed in turn', [...apps]],
])('the shop is slowed, stopped, unwatched and healed, %s', (_, victims: readonly string[]) => {
  const story = new Story();
  const left = [...victims];
  const disturb = async (count: number) => {
    for (const name of left.splice(0, count)) await story.killAndStart(name);
  };

  beforeAll(() => story.open(), 180_000);
  afterAll(() => story.close(), 60_000);

  it('is recorded in States', async () => {
    await story.until('OK');
    await disturb(1);
    story.service.slow();
    await story.until('WARNING');
    await disturb(2);
    await story.service.stop();
    await story.until('CRITICAL');
    await disturb(3);
    await story.running.get('agent')?.end();
    await story.until('MISSING_DATA');
    await story.service.start();
    await story.start('agent').ready();
    await story.until('OK');
    const changes = (await story.states()).filter((one) => one.state !== one.previous);
    expect(changes.map((one) => `${one.previous} ${one.state}`)).toEqual(moves);
    const why = changes.map(({ reasons }) => reasons.map(({ text }) => text).join('; '));
    expect(why[1]).toMatch(/^duration-seconds is [\d.]+, above 3$/);
    expect(why[2]).toBe('the shop does not answer');
    expect(why[3]).toMatch(/^no result for 20 s, since the last arrival at /);
  }, 300_000);

  it('is recorded in Alerts of one episode, each once', async () => {
    await eventually('the last Alert', async () => (await story.alerts()).length >= told.length);
    const alerts = await story.alerts();
    expect(alerts.map(({ status, state }) => `${status} ${state}`)).toEqual(told);
    expect(new Set(alerts.map(({ episode }) => episode)).size).toBe(1);
    expect(alerts.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  }, 120_000);

  it('reaches people: every send once, under stable keys', async () => {
    await eventually('the last message', async () => {
      const done = (await story.deliveries()).filter(({ outcome }) => outcome === 'delivered');
      return new Set(done.map(({ notification }) => notification)).size >= told.length * 3;
    });
    const sends = (await story.notifications()).filter(({ decision }) => decision === 'send');
    expect(new Set(sends.map(({ id }) => id)).size).toBe(told.length * 3);
    const [episode = ''] = new Set(sends.map((send) => send.episode));
    const mails = new Map(story.mailbox.mails.map((mail) => [mail.messageId, mail]));
    const hooks = new Map(story.hook.received.map((one) => [one.headers['webhook-id'], one]));
    expect(mails.size).toBe(told.length);
    expect(hooks.size).toBe(told.length);
    expect([...mails.values()].map(({ subject }) => subject).at(0)).toContain('WARNING');
    const events = story.pagerduty.received.map(
      ({ body }) => `${String(body.event_action)} ${String(body.dedup_key)}`,
    );
    expect(new Set(events)).toEqual(new Set([`trigger ${episode}`, `resolve ${episode}`]));
    expect(events.at(-1)).toBe(`resolve ${episode}`);
    // Only what was in flight when the notifier was killed may have arrived twice, with the same keys.
    const most = told.length + (victims.length > 0 ? 1 : 0);
    for (const list of [story.mailbox.mails, story.hook.received, story.pagerduty.received]) {
      expect(list.length).toBeGreaterThanOrEqual(told.length);
      expect(list.length).toBeLessThanOrEqual(most);
    }
  }, 120_000);

  it('is stored as rows, each once', async () => {
    const count = async (table: string) => Number((await story.query(`SELECT count() AS n FROM ${table} FINAL`))[0]?.n); // prettier-ignore
    await story.running.get('agent')?.end();
    const results = await story.distinctResults();
    await eventually('the last result', async () => (await count('results')) >= results);
    await eventually('the last delivery', async () => (await count('deliveries')) >= told.length * 3);
    await sleep(1000);
    expect(await count('alerts')).toBe(told.length);
    expect(await count('states')).toBe((await story.states()).length);
    expect(await count('notifications')).toBe((await story.notifications()).length);
    expect(await count('results')).toBe(results);
  }, 120_000);

  it('sends a message again on request, under the same send id', async () => {
    const before = story.hook.received.length;
    const id = story.hook.received.map(({ headers }) => headers['webhook-id']).at(0) ?? '';
    await story.resend(String(id));
    await eventually('the message', async () => story.hook.received.length > before);
    expect(story.hook.received.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([id]);
  }, 120_000);
});
