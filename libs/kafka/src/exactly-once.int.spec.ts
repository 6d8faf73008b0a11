import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { counting, type Log, type LogRecord, type OutRecord, TopologyDriver } from '@panto/streams';
import { build } from 'esbuild';
import type { Admin } from 'kafkajs';
import { createClient } from './kafka-client';
import { createKafkaLog } from './kafka-log';
import { kafkaSettings } from './kafka-settings';

const partitions = 4;
const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const partitionOf = (key: string): number => Number(key.slice(4)) % partitions;
const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

describe('a stage whose processes are killed', () => {
  const settings = kafkaSettings(process.env);
  const prefix = `eos-${randomUUID().slice(0, 8)}.`;
  const topics = ['amounts', 'steps', 'sums', 'counting-snapshots', 'dead-letters.counting'];
  const children = new Set<ChildProcess>();
  const lines: string[] = [];
  let admin: Admin;
  let log: Log;
  let program: string;

  beforeAll(async () => {
    admin = createClient(settings, 'spec').kafka.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({
        topic: `${prefix}${topic}`,
        numPartitions: partitions,
        // The timestamps of this spec are in 1970: no retention.
        configEntries: [{ name: 'retention.ms', value: '-1' }],
      })),
    });
    log = await createKafkaLog(settings, { clientId: 'spec' });
    // Next to the sources, so that the packages outside the bundle are found.
    program = join(mkdtempSync(join(import.meta.dirname, '../test/.bundle-')), 'counting-process.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '../test/counting-process.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      tsconfig: join(import.meta.dirname, '../../../tsconfig.base.json'),
      logLevel: 'silent',
    });
  }, 60_000);

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(join(program, '..'), { recursive: true, force: true });
    await log.close();
    await admin.deleteTopics({ topics: topics.map((topic) => `${prefix}${topic}`) });
    await admin.disconnect();
  }, 60_000);

  const start = (): ChildProcess => {
    const child = spawn(process.execPath, [program, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.add(child);
    child.stdout?.on('data', (data: Buffer) => lines.push(...data.toString().trim().split('\n')));
    return child;
  };
  const kill = (child: ChildProcess): void => {
    children.delete(child);
    child.kill('SIGKILL');
  };
  /** Waits until these processes, and no others, process all partitions. */
  const settled = async (wanted: readonly ChildProcess[]): Promise<void> => {
    const deadline = Date.now() + 60_000;
    const from = lines.length;
    for (;;) {
      const now = lines.slice(from).flatMap((line) => (line.includes('"ready"') ? [JSON.parse(line)] : []));
      const last = wanted.map(({ pid }) => now.filter((line) => line.pid === pid).at(-1)?.partitions ?? []);
      if (last.every((list) => list.length > 0) && new Set(last.flat()).size === last.flat().length) {
        if (last.flat().length === partitions) return;
      }
      if (Date.now() > deadline) throw new Error(`not settled:\n${lines.slice(-40).join('\n')}`);
      await sleep(100);
    }
  };
  const append = async (records: readonly OutRecord[]): Promise<void> => {
    const appender = await log.openAppender();
    await appender.append(
      Array.from({ length: partitions }, (_, partition) => ({
        topic: records[0]?.topic ?? '',
        partition,
        records: records.filter(({ key }) => partitionOf(String(key)) === partition),
      })).filter((append) => append.records.length > 0),
    );
    await appender.close();
  };
  const places = (topic: string) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: `${prefix}${topic}`, partition }));
  const read = async (topic: string): Promise<LogRecord[]> => {
    const reader = await log.openReader();
    const ends = await log.ends(places(topic));
    const feeds = places(topic).map((place) =>
      reader.follow({ ...place, offset: 0 }, { wake: () => undefined, gap: () => undefined }),
    );
    const records: LogRecord[] = [];
    while (feeds.some((feed, index) => feed.position < (ends[index] ?? 0))) {
      for (const feed of feeds) records.push(...feed.take(10_000));
      await sleep(20);
    }
    for (const feed of feeds) records.push(...feed.take(10_000));
    await reader.close();
    return records;
  };
  const done = async (): Promise<boolean> => {
    const ends = await log.ends(places('amounts'));
    const committed = await log.committed(`${prefix}counting`, places('amounts'));
    return ends.every((end, index) => end === committed[index]);
  };
  const said = (records: readonly LogRecord[]): string[] =>
    records
      .filter(({ value }) => value !== null)
      .map(({ partition, key, value }) => `${partition} ${String(key)} ${String(value)}`);
  const byPartition = (records: readonly LogRecord[]): LogRecord[] =>
    [...records].sort((a, b) => a.partition - b.partition);

  it('publishes record by record what one undisturbed process publishes', async () => {
    await append(
      keys.map((key) => ({ topic: `${prefix}steps`, key, value: Buffer.from('50'), timestamp: 1 })),
    );
    let now = 1_000_000;
    let producing = true;
    const producer = (async () => {
      for (let round = 0; producing; round += 1) {
        const records = keys.flatMap((key, index) => {
          now += 7;
          const quiet = (round + index) % 40 < 25 && index % 4 === 1;
          const value = quiet ? '0' : String((round * 7 + index) % 101);
          return quiet && round % 2 === 0
            ? []
            : [{ topic: `${prefix}amounts`, key, value: Buffer.from(value), timestamp: now }];
        });
        await append(records);
        await sleep(10);
      }
    })();
    let first = start();
    await settled([first]);
    let second = start();
    await settled([first, second]);
    for (const pause of [700, 50, 1_500]) {
      // One of two processes is killed in the middle of its work, and another one joins.
      kill(first);
      await settled([second]);
      first = start();
      await settled([first, second]);
      await sleep(pause);
    }
    // A zombie: it resumes in the middle of its work, while another process has taken over its tasks.
    first.kill('SIGSTOP');
    await settled([second]);
    await sleep(500);
    first.kill('SIGCONT');
    await settled([first, second]);
    // No process is left for a while.
    kill(first);
    kill(second);
    await sleep(500);
    first = start();
    await settled([first]);
    second = start();
    await settled([first, second]);
    first.kill('SIGTERM');
    await settled([second]);
    producing = false;
    await producer;
    const deadline = Date.now() + 60_000;
    while (!(await done())) {
      if (Date.now() > deadline) throw new Error(`not done:\n${lines.slice(-40).join('\n')}`);
      await sleep(200);
    }
    const amounts = await read('amounts');
    const driver = new TopologyDriver(counting(prefix), { partitions });
    driver.feed(await read('steps'));
    driver.feed(byPartition(amounts));
    expect(amounts.length).toBeGreaterThan(5_000);
    expect(said(byPartition(await read('sums')))).toEqual(said(driver.outputs));
    expect(said(byPartition(await read('dead-letters.counting')))).toEqual(said(driver.deadLetters));
    expect(lines.filter((line) => line.includes('not as it was left') || line.includes('fatal'))).toEqual([]);
    expect(lines.filter((line) => line.includes('partition restored')).length).toBeGreaterThan(20);
  }, 300_000);
});
