import { createClient, createKafkaLog, kafkaSettings, openKeyedProducer } from '@panto/kafka';
import { type Log, type LogRecord, partitionsOf, type Reader, readRange } from '@panto/streams';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installExample } from './installed-example';

const pause = 4_000;
const settings = kafkaSettings(process.env);
const topics = ['clicks', 'sessions', 'sessions-snapshots', 'sessions-dead-letters'];

/** A session as a line: visitor, number of clicks, duration. */
type Line = string;

/** The sessions of one partition of clicks, by the rule in the README of the example. */
function sessionsOf(clicks: readonly LogRecord[]): readonly Line[] {
  const lines: Line[] = [];
  const byVisitor = new Map<string, number[]>();
  for (const { key, value, timestamp } of clicks) {
    if (value === null) continue;
    const visitor = String(key);
    byVisitor.set(visitor, [...(byVisitor.get(visitor) ?? []), timestamp]);
  }
  for (const [visitor, times] of byVisitor) {
    let begun = 0;
    for (let i = 1; i <= times.length; i += 1) {
      const [before, next] = [times[i - 1] ?? 0, times[i] ?? Infinity];
      if (next - before < pause) continue;
      lines.push(`${visitor}: ${i - begun} clicks in ${before - (times[begun] ?? 0)} ms`);
      begun = i;
    }
  }
  return lines;
}

function lineOf({ key, value }: LogRecord): Line {
  const told: unknown = JSON.parse(String(value));
  const { began, ended, clicks } = told as Readonly<Record<'began' | 'ended' | 'clicks', number>>;
  return `${String(key)}: ${clicks} clicks in ${ended - began} ms`;
}

describe('the engine, lifted out of the clone', () => {
  const processes: ChildProcess[] = [];
  let folder: string;
  let program: string;
  let log: Log;
  let reader: Reader;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lifted-out-'));
    program = await installExample(folder);
    log = await createKafkaLog(settings, { clientId: 'lifted-out' });
    reader = await log.openReader();
  }, 180_000);
  afterAll(async () => {
    for (const process of processes) if (process.exitCode === null) process.kill('SIGKILL');
    await reader.close();
    await log.close();
    const admin = createClient(settings, 'lifted-out').kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics });
    await admin.disconnect();
    await rm(folder, { recursive: true });
  }, 60_000);

  /** Starts the example; resolves when it reports that it reads. */
  async function start(): Promise<ChildProcess> {
    const env = { ...process.env, NODE_OPTIONS: '', PAUSE_SECONDS: String(pause / 1000) };
    const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    processes.push(child);
    let said = '';
    const reads = new Promise<void>((resolve, reject) => {
      const take = (chunk: unknown): void => {
        said += String(chunk);
        if (said.includes('reads clicks')) resolve();
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${said}`)));
    });
    await reads;
    return child;
  }

  async function read(topic: string): Promise<readonly (readonly LogRecord[])[]> {
    const places = await partitionsOf(log, [topic]);
    const ends = await log.ends(places);
    const limits = { patience: 20_000, stopped: () => false };
    return Promise.all(
      places.map(async (place, i) => {
        const records: LogRecord[] = [];
        const range = { from: 0, until: ends[i] ?? 0 };
        await readRange(reader, place, range, limits, (chunk) => void records.push(...chunk));
        return records;
      }),
    );
  }

  it('publishes each session once, with all its clicks, even if a process is killed in the middle', async () => {
    const killed = await start();
    const clicks = await openKeyedProducer(createClient(settings, 'lifted-out'));
    // Up to three visitors click at each step; every visitor clicks three times, five steps apart.
    for (let step = 0; step < 60; step += 1) {
      const visitors = [step, step - 5, step - 10].filter((visitor) => visitor >= 0 && visitor < 50);
      const value = Buffer.from('/home');
      await clicks.send(
        'clicks',
        visitors.map((visitor) => ({ key: `visitor-${visitor}`, value })),
      );
      if (step === 30) killed.kill('SIGKILL');
      await sleep(100);
    }
    await clicks.close();
    const successor = await start();
    const wanted = (await read('clicks')).flatMap(sessionsOf).sort();
    const told = async (): Promise<readonly Line[]> => (await read('sessions')).flat().map(lineOf).sort();
    for (const end = Date.now() + 60_000; (await told()).length < wanted.length && Date.now() < end;)
      await sleep(200);
    successor.kill('SIGTERM');
    await once(successor, 'exit');
    expect(wanted.length).toBeGreaterThanOrEqual(50);
    expect(await told()).toEqual(wanted);
    expect((await read('sessions-dead-letters')).flat()).toEqual([]);
  }, 120_000);
});
