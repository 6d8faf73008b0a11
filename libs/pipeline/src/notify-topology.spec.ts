import { describe, expect, it } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import { defaultSeverity, uuidV5, type Alert, type Notification, type StateName } from '@panto/model';
import { TopologyDriver } from '@panto/streams';
import type { Surroundings } from '@panto/notify';
import { notifyTopology } from './notify-topology';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const mail = '11111111-1111-4111-8111-111111111111';
const start = Date.UTC(2026, 10, 23, 12);
const alerts = localCodec<Alert>(schemaNamed('alert'), 1);
const notifications = localCodec<Notification>(schemaNamed('notification'), 2);
const told: Surroundings = {
  check: { id: check, name: 'checkout-http', labels: {} },
  target: null,
  routes: [{ id: 'r', name: 'all', match: {}, channels: [mail], default: false }],
  channels: [{ id: mail, name: 'mail' }],
  silences: [],
  acknowledgement: null,
  dependency: null,
  dependencyWait: 0,
};
const core = { target: 't', targetName: 'core', check: 'c', checkName: 'ping', state: 'CRITICAL' } as const;
const stage = (surroundings = told) =>
  notifyTopology({
    prefix: 'p.',
    severity: defaultSeverity,
    alerts,
    notifications,
    surroundingsOf: () => surroundings,
    tablesRead: async () => undefined,
  });
const episode = uuidV5(check, 'e');
const alert = (sequence: number, state: StateName): Alert => ({
  id: uuidV5(episode, String(sequence)),
  episode,
  sequence,
  check,
  target: null,
  rule: 'any-change',
  kind: 'change',
  status: state === 'OK' ? 'resolved' : 'firing',
  state,
  timestamp: start + sequence,
  arrival: start + sequence + 5,
  opened: start + 1,
  reasons: [],
  text: '',
  problemSince: null,
  cause: null,
  version: 1,
});
const record = (value: Alert) => ({
  topic: 'p.alerts',
  key: check,
  value: alerts.encode(value),
  timestamp: value.arrival,
});
const read = (driver: ReturnType<typeof drive>) =>
  driver.outputs.map(({ topic, key, value, timestamp }) => {
    const decoded = notifications.decode(value);
    const said = decoded.ok ? `${decoded.value.decision} ${decoded.value.reason}` : decoded.reason;
    return `${topic} ${key?.toString()} +${timestamp - start} ${said}`;
  });
const drive = (surroundings = told) => new TopologyDriver(stage(surroundings));

describe('the stage from Alerts to Notifications', () => {
  it('writes one record per decision, with the key and the time of the Alert', () => {
    const driver = drive();
    driver.feed([record(alert(1, 'CRITICAL')), record(alert(2, 'OK'))]);
    expect(read(driver)).toEqual([
      `p.notifications ${check} +6 send first`,
      `p.notifications ${check} +7 send resolved`,
    ]);
  });

  it('knows after a crash whom it notified, even if the Routes have changed meanwhile', () => {
    const driver = drive();
    driver.feed(record(alert(1, 'CRITICAL')));
    driver.crash([record(alert(2, 'OK'))]);
    const after = new TopologyDriver(
      stage({ ...told, routes: [] }) as never,
      {},
      driver.state(),
    ) as typeof driver;
    after.feed(record(alert(2, 'OK')));
    expect(read(after)).toEqual([`p.notifications ${check} +7 send resolved`]);
  });

  it('sends what a Silence held back when the Silence ends, without another Alert', () => {
    const until = start + 20_000;
    const silences = [{ id: 's', match: { rules: ['any-change'] }, from: null, until, repeat: null }];
    const driver = drive({ ...told, silences });
    driver.feed(record(alert(1, 'CRITICAL')));
    driver.crash();
    driver.tick(until - 1);
    driver.tick(until + 500);
    driver.tick(until + 120_000);
    expect(read(driver)).toEqual([
      `p.notifications ${check} +6 withhold silenced`,
      `p.notifications ${check} +20000 send silenceEnded`,
    ]);
  });

  it('sends what an acknowledgement held back when it ends, whatever crashed meanwhile', () => {
    const until = start + 20_000;
    let surroundings = told;
    const topology = notifyTopology({ prefix: 'p.', severity: defaultSeverity, alerts, notifications, surroundingsOf: () => surroundings, tablesRead: async () => undefined }); // prettier-ignore
    const driver = new TopologyDriver(topology);
    driver.feed(record(alert(1, 'CRITICAL')));
    surroundings = { ...told, acknowledgement: { since: start + 7, until, episodes: [], sticky: false, author: 'jane' } }; // prettier-ignore
    driver.feed(record(alert(2, 'CRITICAL')));
    driver.crash();
    driver.feed(record(alert(3, 'WARNING')));
    driver.crash();
    driver.tick(until + 120_000);
    expect(read(driver)).toEqual([
      `p.notifications ${check} +6 send first`,
      `p.notifications ${check} +7 withhold acknowledged`,
      `p.notifications ${check} +8 withhold acknowledged`,
      `p.notifications ${check} +20000 send acknowledgementEnded`,
    ]);
  });

  it('sends what a dependency held back when that has recovered, whatever crashed meanwhile', () => {
    let surroundings: Surroundings = { ...told, dependencyWait: 10_000 };
    const topology = notifyTopology({ prefix: 'p.', severity: defaultSeverity, alerts, notifications, surroundingsOf: () => surroundings, tablesRead: async () => undefined }); // prettier-ignore
    const driver = new TopologyDriver(topology);
    driver.feed(record(alert(1, 'CRITICAL')));
    driver.crash();
    surroundings = { ...surroundings, dependency: core };
    driver.tick(start + 50_000);
    driver.crash();
    driver.tick(start + 120_000);
    surroundings = told;
    driver.tick(start + 180_000);
    expect(read(driver)).toEqual([
      `p.notifications ${check} +6 withhold dependencyAwaited`,
      `p.notifications ${check} +10006 withhold dependency`,
      `p.notifications ${check} +130006 send dependencyEnded`,
    ]);
  });

  it('reads memories from before there were Silences', () => {
    const [memory] = stage().memory;
    const old = '{"version":1,"memory":{"episodes":[{"episode":"e","rule":"r","sequence":1,"told":[]}]}}';
    expect(memory?.decode(Buffer.from(old), { episodes: [] }, check).episodes).toHaveLength(1);
  });

  it('sends what was held before there were dependencies', () => {
    const until = start + 20_000;
    const driver = drive({ ...told, silences: [{ id: 's', match: {}, from: null, until, repeat: null }] });
    driver.feed(record(alert(1, 'CRITICAL')));
    const { memory, decider, write } = stage();
    const now = JSON.stringify({ version: 1, memory: driver.memoryOf(check) });
    const old = now.replace('"dependency":null,', '');
    expect(old).not.toBe(now);
    const held = memory[0]!.decode(Buffer.from(old), decider.initial(check), check);
    const writes = decider.decide(decider.tick!(until), held, held).map((output) => write(output, check));
    const [said] = writes.flatMap((one) =>
      one.kind === 'record' ? [notifications.decode(one.record.value)] : [],
    );
    expect(said).toMatchObject({ ok: true, value: { reason: 'silenceEnded', dependency: null } });
  });

  it('takes ticks as time, and dead-letters what it cannot read', () => {
    const driver = drive();
    driver.tick(start);
    driver.feed([
      { topic: 'p.alerts', key: 'nonsense', value: Buffer.from([1]), timestamp: start },
      { topic: 'p.alerts', key: check, value: Buffer.from([1, 2, 3]), timestamp: start },
    ]);
    expect(driver.outputs).toEqual([]);
    expect(driver.deadLetters).toHaveLength(2);
  });
});
