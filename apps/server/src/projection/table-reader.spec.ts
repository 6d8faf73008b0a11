import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@panto/service';
import { type LogRecord, MemoryBroker, MemoryLog } from '@panto/streams';
import { type Table, TableReader } from './table-reader';

const readers: TableReader[] = [];
afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.stop())));

function follow(broker: MemoryBroker, prepare: Table['prepare'] = async () => undefined) {
  const taken: string[] = [];
  const table: Table = {
    name: 'spec',
    topics: ['a', 'b'],
    prepare,
    take: (record) => void taken.push(`${record.topic} ${record.key?.toString()}`),
  };
  const reader = new TableReader(new MemoryLog(broker), table, createLogger('spec', 'silent'));
  readers.push(reader);
  return { reader, taken };
}

const append = (broker: MemoryBroker, topic: string, ...keys: readonly string[]) =>
  broker.append([
    { topic, partition: 0, records: keys.map((key) => ({ topic, key, value: null, timestamp: 0 })) },
  ]);
const made = (): MemoryBroker => {
  const broker = new MemoryBroker();
  broker.create('a', 1);
  broker.create('b', 1);
  return broker;
};
const filled = async (reader: TableReader): Promise<void> => {
  while (reader.missing !== undefined) await new Promise((again) => setTimeout(again, 1));
};

describe('a table', () => {
  it('takes what exists, the first topic first, and then what arrives', async () => {
    const broker = made();
    append(broker, 'b', '1');
    append(broker, 'a', '2', '3');
    const { reader, taken } = follow(broker);
    await reader.start();
    await filled(reader);
    expect(taken).toEqual(['a 2', 'a 3', 'b 1']);
    append(broker, 'a', '4');
    await reader.catchUp(5_000);
    expect(taken.at(-1)).toBe('a 4');
  });

  it('has caught up when the records are taken, not when they are fetched', async () => {
    const broker = made();
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const slow = (records: readonly LogRecord[]) =>
      records.some(({ key }) => key?.toString() === 'slow') ? held : Promise.resolve();
    const { reader, taken } = follow(broker, slow);
    await reader.start();
    await filled(reader);
    append(broker, 'a', 'slow');
    const caughtUp = reader.catchUp(5_000);
    await new Promise((later) => setTimeout(later, 20));
    expect(taken).toEqual([]);
    go();
    await caughtUp;
    expect(taken).toEqual(['a slow']);
  });

  it('retries preparing records, and loses nothing', async () => {
    const broker = made();
    append(broker, 'a', '1');
    let failures = 1;
    const { reader, taken } = follow(broker, async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the registry is not there');
    });
    await reader.start();
    await filled(reader);
    expect(taken).toEqual(['a 1']);
  });

  it('says what is missing while its topics do not exist, and starts when they do', async () => {
    const broker = new MemoryBroker();
    const { reader, taken } = follow(broker);
    await reader.start();
    await new Promise((later) => setTimeout(later, 20));
    expect(reader.missing).toMatch(/./);
    broker.create('a', 1);
    broker.create('b', 1);
    append(broker, 'b', '1');
    await filled(reader);
    expect(taken).toEqual(['b 1']);
  });

  it('does not wait forever', async () => {
    const { reader } = follow(made());
    await expect(reader.catchUp(5)).rejects.toThrow('did not catch up within 5 ms');
  });
});
