import { setTimeout as sleep } from 'node:timers/promises';
import { tickKey } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import { AppProcess } from '../harness/app-process';
import { addresses, TestStage } from '../harness/test-stage';
import { spoken, transcript, undisturbed } from './verifier';
import { randomness, Workload } from './workload';

const seed = Number(process.env.PANTO_FAULT_SEED ?? 20260103);
const kills = Number(process.env.PANTO_FAULT_KILLS ?? 6);

/** Resolves when every partition of a topic has a tick of this time or later: what was before it is handled. */
async function passed(stage: TestStage, topic: string, time: number): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(500)) {
    const lists = await stage.read(topic);
    const late = lists.filter(
      (list) => !list.some((r) => r.key?.toString() === tickKey && r.timestamp >= time),
    );
    if (late.length === 0) return;
  }
  throw new Error(`time does not pass in ${topic}`);
}

describe('kill -9 of the processors at any moment', () => {
  const stage = new TestStage(2);
  const running = new Map<string, AppProcess>();
  const env = {
    PANTO_TOPIC_PREFIX: stage.prefix,
    PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka,
    PANTO_SCHEMA_REGISTRY_URL: addresses.registry,
    PANTO_LOG_LEVEL: 'info',
  };
  const start = (slot: string) => {
    const app = new AppProcess(slot.replace(/ .*/, ''), env);
    running.set(slot, app);
    return app;
  };

  beforeAll(() => stage.open(), 60_000);
  afterAll(async () => {
    await Promise.all([...running.values()].map((app) => app.end('SIGKILL')));
    await stage.close();
  }, 60_000);

  it(`leaves the records of an undisturbed run, one by one (seed ${seed}, ${kills} kills)`, async () => {
    const random = randomness(seed);
    const workload = new Workload(stage, 40, randomness(seed + 1));
    await workload.configure();
    const slots = ['state-processor 1', 'alert-processor 1'];
    await Promise.all(slots.map((slot) => start(slot).ready()));
    let producing = true;
    const produced = workload.produce(kills * 12, 250).finally(() => (producing = false));
    let killed = 0;
    for (; killed < kills && producing; killed++) {
      await sleep(300 + random() * 2500);
      // A second pair joins halfway: the work is shared, and goes back when one of them dies.
      if (killed === Math.floor(kills / 2)) {
        slots.push('state-processor 2', 'alert-processor 2');
        start('state-processor 2');
        start('alert-processor 2');
      }
      const victim = slots[Math.floor(random() * slots.length)]!;
      await running.get(victim)!.end('SIGKILL');
      start(victim);
    }
    console.info(`kill -9: killed ${killed} at ${new Date().toISOString()}`);
    await produced;
    const end = Date.now() + 1000;
    for (const topic of ['results', 'states', 'alerts']) {
      await passed(stage, topic, end);
    }
    await Promise.all([...running.values()].map((app) => app.end()));
    await check(killed, end);
  }, 300_000);

  async function check(killed: number, end: number): Promise<void> {
    const expected = await undisturbed(stage);
    const [states, alerts] = [await stage.read('states'), await stage.read('alerts')];
    const dead = (await stage.read('dead-letters.state-processor')).flat();
    const counts = { killed, states: states.flat().length, alerts: alerts.flat().length, dead: dead.length };
    console.info(`kill -9: ${JSON.stringify(counts)}`);
    expect(killed).toBe(kills);
    expect(dead.length).toBeGreaterThan(0);
    for (const partition of states.keys()) {
      compare(spoken(states[partition] ?? []), expected.states[partition] ?? [], end, 100);
      compare(spoken(alerts[partition] ?? []), expected.alerts[partition] ?? [], end, 20);
    }
  }

  /** The same records in the same order; what is not there yet was decided after the end. */
  function compare(
    found: readonly LogRecord[],
    wanted: readonly LogRecord[],
    end: number,
    least: number,
  ): void {
    expect(found.length).toBeGreaterThan(least);
    expect(transcript(found)).toEqual(transcript(wanted).slice(0, found.length));
    expect(wanted.slice(found.length).filter(({ timestamp }) => timestamp < end)).toEqual([]);
  }
});
