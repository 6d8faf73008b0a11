import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { counting } from './counting';
import { TopologyDriver } from './driver';
import { MemoryBroker } from './memory-broker';
import { LogError } from './log';
import { silentLogger } from './logger';
import { MemoryLog } from './memory-log';
import { type RunningTopology, runTopology } from './run-topology';
import type { LogRecord } from './topology';

jest.setTimeout(60_000);

const partitions = 4;
const topology = counting('');
const settings = { tasks: 4, linger: 1, callTimeout: 2_000, pace: { within: 50, atMost: 5 } };

const broker = (): MemoryBroker => {
  const log = new MemoryBroker();
  for (const topic of ['amounts', 'steps', 'sums', 'counting-snapshots', 'dead-letters.counting']) {
    log.create(topic, partitions);
  }
  return log;
};

const running: RunningTopology[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
});

const start = async (log: MemoryLog, more: Partial<typeof settings & { ticker: boolean }> = {}) => {
  const errors: Error[] = [];
  const stage = await runTopology(topology, log, {
    settings: { ...settings, ...more },
    onFatal: (error) => errors.push(error),
  });
  running.push(stage);
  return { stage, errors };
};

const eventually = async (what: () => boolean): Promise<void> => {
  const deadline = Date.now() + 30_000;
  while (!what()) {
    if (Date.now() > deadline) throw new Error('the condition did not hold within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const produce = (
  log: MemoryBroker,
  topic: string,
  key: string,
  value: string | null,
  timestamp: number,
): void => {
  const partition = (key.charCodeAt(0) + key.length) % partitions;
  const bytes = value === null ? null : Buffer.from(value);
  log.append([{ topic, partition, records: [{ topic, key, value: bytes, timestamp }] }]);
};

const processed = (log: MemoryBroker): boolean =>
  Array.from({ length: partitions }, (_, partition) => ({ topic: 'amounts', partition })).every(
    (place) => log.entries(place).length === (log.committed('counting', place) ?? 0),
  );

/** The outputs of one undisturbed process for the same input. */
const expected = (log: MemoryBroker, topic = 'sums'): string[] => {
  const driver = new TopologyDriver(topology, { partitions });
  driver.feed([...log.records('steps'), ...log.records('amounts')]);
  return said(topic === 'sums' ? driver.outputs : driver.deadLetters);
};
const said = (records: readonly LogRecord[]): string[] =>
  records
    .filter(({ value }) => value !== null)
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, key, value }) => `${partition} ${String(key)} ${String(value)}`);

describe('a stage on a log', () => {
  it('decides what the driver decides', async () => {
    const log = broker();
    for (const key of 'abcdefgh') produce(log, 'steps', key, '5', 0);
    for (let i = 0; i < 400; i += 1)
      produce(log, 'amounts', 'abcdefgh'[i % 8] ?? '', String(i % 14), i * 100);
    const { stage } = await start(new MemoryLog(log));
    await eventually(() => processed(log));
    expect(said(log.records('sums'))).toEqual(expected(log));
    expect(said(log.records('dead-letters.counting'))).toEqual(expected(log, 'dead-letters'));
    expect(stage.partitions).toEqual([0, 1, 2, 3]);
    expect(stage.ready()).toBe(true);
  });

  it('awaits the tables before it processes an input that needs them', async () => {
    const log = broker();
    await start(new MemoryLog(log));
    for (const key of 'abcdefgh') {
      produce(log, 'steps', key, '5', 0);
      produce(log, 'amounts', key, '7', 1);
    }
    await eventually(() => processed(log));
    expect(said(log.records('sums'))).toHaveLength(8);
  });

  it('processes no input before the tables, even if these have more outputs than one transaction holds', async () => {
    const { decider } = topology;
    // Outputs a step three times, and for an amount the step it met.
    const chatty: typeof topology = {
      ...topology,
      decider: {
        ...decider,
        decide: (input, memory) =>
          Array.from({ length: input.kind === 'step' ? 3 : 1 }, () =>
            input.kind === 'step'
              ? { kind: 'quiet', times: memory.step, at: 0 }
              : { kind: 'passed', sum: memory.step, at: 1 },
          ),
        dueAt: () => undefined,
      },
      inputs: topology.inputs.map((input) =>
        input.role === 'stream' ? { ...input, ready: (_, { step }) => step >= 4 } : input,
      ),
    };
    const log = broker();
    const stage = await runTopology(chatty, new MemoryLog(log), {
      settings: { ...settings, batchRecords: 4 },
    });
    running.push(stage);
    await eventually(() => stage.ready());
    for (const step of ['1', '2', '3', '4']) produce(log, 'steps', 'a', step, 0);
    produce(log, 'amounts', 'a', '5', 1_000);
    await eventually(() => log.records('sums').length === 13);
    expect(said(log.records('sums')).at(-1)).toContain('"sum":4');
  });

  it('has the same outputs when processes are killed, join and leave', async () => {
    const log = broker();
    for (const key of 'abcdefgh') produce(log, 'steps', key, '5', 0);
    let clients = [new MemoryLog(log)];
    await Promise.all(clients.map((client) => start(client)));
    for (let round = 0; round < 12; round += 1) {
      for (let i = 0; i < 60; i += 1) {
        produce(log, 'amounts', 'abcdefgh'[i % 8] ?? '', String((i + round) % 14), round * 3_000 + i * 10);
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
      if (round % 3 === 0) {
        const client = new MemoryLog(log);
        await start(client);
        clients.push(client);
      } else {
        clients[0]?.kill();
        clients = clients.slice(1);
        if (clients.length === 0) {
          clients = [new MemoryLog(log)];
          await Promise.all(clients.map((client) => start(client)));
        }
      }
    }
    await eventually(() => processed(log));
    expect(said(log.records('sums'))).toEqual(expected(log));
    expect(said(log.records('dead-letters.counting'))).toEqual(expected(log, 'dead-letters'));
  });

  it('rebuilds a memory with an invalid snapshot only when it is needed', async () => {
    const log = broker();
    produce(log, 'steps', 'a', '4', 1_000);
    for (let i = 0; i < 9; i += 1) produce(log, 'amounts', 'a', '1', 1_001 + i);
    const { stage } = await start(new MemoryLog(log));
    await eventually(() => processed(log));
    await stage.stop();

    const kept = log.records('counting-snapshots').filter(({ key }) => String(key) === 'memory/a');
    const [last] = kept.slice(-1);
    expect(last?.headers).toEqual({ standing: '9,6009,' });
    const [topic, partition] = ['counting-snapshots', last?.partition ?? 0];
    const headers = last?.headers ?? {};
    const rubbish = { topic, key: 'memory/a', value: Buffer.from('rubbish'), timestamp: 1_010, headers };
    log.append([{ topic, partition, records: [rubbish] }]);
    const { errors } = await start(new MemoryLog(log));
    for (let i = 0; i < 9; i += 1) produce(log, 'amounts', 'a', '1', 1_020 + i);
    await eventually(() => processed(log));
    expect(errors).toEqual([]);
    expect(said(log.records('sums'))).toEqual(expected(log));
  });

  it('writes ticks to every partition when it is the ticker', async () => {
    const log = broker();
    await start(new MemoryLog(log), { ticker: true });
    await eventually(() => log.records('sums').length >= partitions);
    expect(new Set(log.records('sums').map(({ key }) => String(key)))).toEqual(new Set(['tick']));
  });

  it('gives up after too many consecutive failures, and reports it once', async () => {
    const log = broker();
    const client = new MemoryLog(log);
    const errors: Error[] = [];
    const broken = {
      ...topology,
      memory: topology.memory.map((part) => ({
        ...part,
        encode: (): Buffer => {
          throw new Error('no bytes');
        },
      })),
    };
    for (const key of 'abcdefgh') produce(log, 'steps', key, '5', 0);
    const stage = await runTopology(broken, client, {
      settings: { ...settings, attempts: 2 },
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    await eventually(() => errors.length > 0);
    expect(errors.map(({ message }) => message)).toEqual(['no bytes']);
    expect(stage.ready()).toBe(false);
  });

  it('waits longer and longer before it retries what the log refuses', async () => {
    const log = broker();
    const client = new MemoryLog(log);
    const openWriter = client.openWriter.bind(client);
    const opened: number[] = [];
    client.openWriter = async (id) => {
      opened.push(performance.now());
      const writer = await openWriter(id);
      return { ...writer, commit: () => Promise.reject(new Error('refused')) };
    };
    for (let i = 0; i < 400; i += 1) produce(log, 'steps', 'abcdefgh'[i % 8] ?? '', '5', 0);
    const errors: Error[] = [];
    const stage = await runTopology(topology, client, {
      settings: { ...settings, tasks: 1, attempts: 5, batchRecords: 10 },
      random: () => 0,
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    await eventually(() => errors.length > 0);
    const pauses = opened.slice(1).map((at, index) => at - (opened[index] ?? 0));
    expect(pauses.map((pause, index) => pause >= 45 * 2 ** index)).toEqual([true, true, true, true]);
  });

  it('continues with its other tasks, for as long as it takes, while the partition of one cannot be written', async () => {
    const log = broker();
    const client = new MemoryLog(log);
    const openWriter = client.openWriter.bind(client);
    let refused = 0;
    client.openWriter = async (id) => {
      const writer = await openWriter(id);
      const commit = (): Promise<void> =>
        Promise.reject(new LogError('partition-unavailable', `nobody leads it (${(refused += 1)})`, true));
      return id.endsWith('-0') && refused < 4 ? { ...writer, commit } : writer;
    };
    const errors: Error[] = [];
    const stage = await runTopology(topology, client, {
      settings: { ...settings, tasks: partitions, attempts: 2 },
      random: () => 0,
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    for (const key of 'abcdefgh') produce(log, 'steps', key, '5', 0);
    for (const key of 'abcdefgh') produce(log, 'amounts', key, '5', 1_000);
    const found = (): readonly number[] => log.records('sums').map(({ partition }) => partition);
    await eventually(() => found().some((partition) => partition !== 0));
    expect([refused < 4, stage.ready()]).toEqual([true, false]);
    await eventually(() => found().includes(0));
    expect([refused, errors]).toEqual([4, []]);
  });

  it('stops without an unhandled error when a signal tells it to', async () => {
    const client = new MemoryLog(broker());
    const told = jest.fn();
    const controller = new AbortController();
    const stage = await runTopology(topology, client, {
      settings,
      logger: { ...silentLogger, error: told },
      signal: controller.signal,
    });
    client.kill();
    controller.abort();
    await expect(stage.stop()).rejects.toThrow('this client is dead');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).toHaveBeenCalledWith(expect.anything(), 'the stage did not stop cleanly');
  });

  it('leaves the group and reads nothing more, even if something cannot be closed', async () => {
    const log = broker();
    const client = new MemoryLog(log);
    const [appender, reader] = [await client.openAppender(), await client.openReader()];
    const closed = jest.fn();
    client.openAppender = async () => ({ ...appender, close: () => Promise.reject(new Error('jammed')) });
    client.openReader = async () => ({ ...reader, close: async () => void closed() });
    const stage = await runTopology(topology, client, { settings: { ...settings, ticker: true } });
    await expect(stage.stop()).rejects.toThrow('jammed');
    expect(closed).toHaveBeenCalledTimes(1);
    const { stage: next } = await start(new MemoryLog(log));
    expect(next.partitions).toEqual([0, 1, 2, 3]);
  });

  it('releases the signal that would stop it when it is stopped', async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const stage = await runTopology(topology, new MemoryLog(broker()), { settings, signal });
    await stage.stop();
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('reports why it could not start, even if it cannot stop either', async () => {
    const client = new MemoryLog(broker());
    const reader = await client.openReader();
    client.openReader = async () => ({ ...reader, close: () => Promise.reject(new Error('jammed')) });
    client.join = () => Promise.reject(new Error('no group'));
    await expect(runTopology(topology, client, { settings })).rejects.toThrow('no group');
  });

  it('takes no part in the group if it has joined too late', async () => {
    const log = broker();
    const slow = new MemoryLog(log);
    const join = slow.join.bind(slow);
    slow.join = async (options) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return join(options);
    };
    const late = runTopology(topology, slow, { settings: { ...settings, callTimeout: 50 } });
    await expect(late).rejects.toThrow('joining counting');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { stage } = await start(new MemoryLog(log));
    expect(stage.partitions).toEqual([0, 1, 2, 3]);
  });

  it('does not mistake a change of the clock for silence', async () => {
    const errors: Error[] = [];
    let ahead = 0;
    const stage = await runTopology(topology, new MemoryLog(broker()), {
      settings,
      now: () => Date.now() + ahead,
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    ahead = 3 * 3_600_000;
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect(errors).toEqual([]);
  });

  it('does not mistake the reading of a long table for silence', async () => {
    const log = broker();
    for (let i = 0; i < 2_000; i += 1) produce(log, 'steps', `key-${i % 3}`, String(i), i);
    const slow: typeof topology = {
      ...topology,
      inputs: topology.inputs.map((input) =>
        input.role === 'stream'
          ? input
          : { ...input, prepare: () => new Promise((resolve) => setTimeout(resolve, 1_000)) },
      ),
    };
    const errors: Error[] = [];
    const stage = await runTopology(slow, new MemoryLog(log), {
      settings: { ...settings, tasks: 1, stallAfter: 1_500 },
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect(errors).toEqual([]);
  });

  it('does not mistake firing timers for silence, however many are due and however few outputs they have', async () => {
    const log = broker();
    const { decider } = topology;
    const ticking: typeof topology = {
      ...topology,
      decider: {
        ...decider,
        evolve: (memory, fact) =>
          fact.kind === 'tick' ? { ...memory, due: fact.at + 1 } : decider.evolve(memory, fact),
        decide: () => [],
      },
    };
    produce(log, 'steps', 'a', '5', 0);
    produce(log, 'amounts', 'a', '1', 0);
    produce(log, 'amounts', 'a', '1', 1e9);
    const errors: Error[] = [];
    const stage = await runTopology(ticking, new MemoryLog(log), {
      settings: { ...settings, stallAfter: 4_000 },
      onFatal: (error) => errors.push(error),
    });
    running.push(stage);
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect(processed(log)).toBe(false);
    expect(errors).toEqual([]);
  });

  it('does not go on when partitions were added: nothing would read their records', async () => {
    const log = new MemoryLog(broker());
    const counts = log.partitionCounts.bind(log);
    let added = 0;
    log.partitionCounts = async (topics) => (await counts(topics)).map((count) => count + added);
    const errors: Error[] = [];
    running.push(
      await runTopology(topology, log, {
        settings: { ...settings, topicsEvery: 10 },
        onFatal: (error) => errors.push(error),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(errors).toEqual([]);
    added = 2;
    await eventually(() => errors.length > 0);
    expect(String(errors[0])).toContain('must all have 4 partitions, but have: amounts 6');
  });

  it('refuses topics that are not co-partitioned', async () => {
    const log = new MemoryBroker();
    for (const topic of ['amounts', 'steps', 'sums', 'dead-letters.counting']) log.create(topic, 4);
    log.create('counting-snapshots', 3);
    await expect(runTopology(topology, new MemoryLog(log))).rejects.toThrow('counting-snapshots 3');
  });
});
