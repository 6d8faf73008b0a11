/** All stories at the same time on a broker, through the processes of both stages, killed in the middle. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tickKey, type Alert, type Check, type Result, type State } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import { readStories } from '../../../libs/timeline/stories/read-stories';
import { AppProcess } from '../harness/app-process';
import { addresses, TestStage } from '../harness/test-stage';
import { arrange, spokenOf, untilEnds } from './move-story';
import { Broker, stages } from './broker';
import { type Chapter, chaptersOf } from './story-record';

describe('the stories on a broker', () => {
  const stage = new TestStage(2);
  const running = new Map<string, AppProcess>();
  let broker: Broker | undefined;
  /** Number of States when both stages had been killed. */
  let atKill = 0;
  const env = {
    PANTO_TOPIC_PREFIX: stage.prefix,
    PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka,
    PANTO_SCHEMA_REGISTRY_URL: addresses.registry,
    PANTO_LOG_LEVEL: 'info',
  };
  const startAll = (): readonly AppProcess[] =>
    stages.map((name) => {
      const app = new AppProcess(name, env);
      running.set(name, app);
      return app;
    });
  const killAll = () => Promise.all([...running.values()].map((app) => app.end('SIGKILL')));

  beforeAll(async () => {
    await stage.open();
    broker = await Broker.open(stage);
  }, 60_000);
  afterAll(async () => {
    await killAll();
    await broker?.close();
    await stage.close();
  }, 60_000);

  it('publish what the plain folds publish, even if both stages are killed in the middle', async () => {
    // In the future, so that the state-processor's ticks, which carry the present time, move no clock.
    const stories = arrange(readStories(), Date.now() + 60 * 60_000);
    const chapters = chaptersOf(stories, {
      results: await stage.codec<Result>('results', 'result'),
      checks: await stage.codec<Check>('config.checks', 'check'),
    });
    await Promise.all(startAll().map((app) => app.ready()));
    const longest = Math.max(...chapters.map(({ results }) => results.length));
    for (const chapter of chapters) await tell(chapter, chapter.results.length === longest);
    const states = await decoded<State>('states', 'state');
    const alerts = await decoded<Alert>('alerts', 'alert');
    expect(untilEnds(stories, states)).toEqual(spokenOf(stories, 'states'));
    expect(untilEnds(stories, alerts)).toEqual(spokenOf(stories, 'alerts'));
    expect(atKill).toBeGreaterThan(0);
    expect(atKill).toBeLessThan(states.length);
    const dead = (await stage.read('dead-letters.state-processor')).flat();
    expect(dead.map(({ headers }) => headers['__connect.errors.exception.class.name'])).toEqual([
      'clock-ahead',
    ]);
    console.info(
      `stories: ${JSON.stringify({ stories: stories.length, atKill, states: states.length, alerts: alerts.length })}`,
    );
  }, 240_000);

  async function tell({ results, change, until }: Chapter, kill: boolean): Promise<void> {
    const own = broker!;
    const parts = kill ? 10 : 1;
    const size = Math.ceil(results.length / parts);
    for (let part = 0; part < parts; part += 1) {
      await own.write(results.slice(part * size, (part + 1) * size));
      if (!kill) continue;
      await sleep(60);
      if (part !== 4) continue;
      await sleep(300);
      await killAll();
      atKill = (await stage.read('states')).flat().filter(isSaid).length;
      startAll();
    }
    await own.passTime(until);
    if (change.length > 0) await own.configure(change);
  }

  async function decoded<Value>(topic: string, schema: string): Promise<Value[]> {
    const codec = await stage.codec<Value>(topic, schema);
    const said = (await stage.read(topic)).flat().filter(isSaid);
    await codec.prepare(said.map(({ value }) => value));
    return said.map(({ value, headers }) => {
      const read = codec.decode(value, headers);
      if (!read.ok) throw new Error(read.detail);
      return read.value;
    });
  }

  /** Neither a tick nor the removal of a Check. */
  function isSaid(record: LogRecord): boolean {
    return record.value !== null && record.key?.toString() !== tickKey;
  }
});
