import { afterEach, describe, expect, it } from '@jest/globals';
import { type Feed, MemoryLog, type Reader, type RunningTopology, runTopology } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

const batchRecords = 10;

/**
 * 11. Back-pressure.
 *
 * A stage takes records only when it can write what follows from them. While the log is slow to commit, no more is
 * taken than for the next transaction, and the feeds fetch ahead up to a bound of their own. So memory does not grow
 * with the backlog: what waits stays where it is kept anyway, in the log.
 */
describe('back-pressure', () => {
  let stage: RunningTopology | undefined;
  afterEach(async () => stage?.stop());

  it('a slow log bounds what is in flight, and everything is published in the end', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '5');
    for (let round = 0; round < 40; round += 1) {
      put(broker, 'visitors', 'hall', '5');
      put(broker, 'visitors', 'hall', '-5');
    }
    const slow = new SlowLog(new MemoryLog(broker));
    stage = await runTopology(museum, slow.log, { settings: { ...quick, batchRecords } });
    await eventually(() => broker.records('signs').length === 80);

    // One transaction is in flight, and at most one more is being built.
    expect(slow.mostInFlight).toBe(1);
    expect(slow.mostTaken).toBeGreaterThan(0);
    expect(slow.mostTaken).toBeLessThanOrEqual(2 * batchRecords);
    expect(words(broker.records('signs')).slice(0, 2)).toEqual(['hall full', 'hall free']);
  });

  it('a transaction that has much to write takes no further records', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '5');
    for (let round = 0; round < 1_000; round += 1) {
      put(broker, 'visitors', 'hall', '5');
      put(broker, 'visitors', 'hall', '-5');
    }
    const slow = new SlowLog(new MemoryLog(broker));
    stage = await runTopology(museum, slow.log, {
      settings: { ...quick, batchRecords: 20_000, batchBytes: 400 },
    });
    await eventually(() => broker.records('signs').length === 2_000);
    // Records are taken five hundred at a time, each outputs four bytes, and one transaction is built while another is
    // in flight.
    expect(slow.mostTaken).toBeLessThanOrEqual(2 * 500);
    expect(slow.mostSaid).toBe(100);
  });

  it('what is due at once, after a night in which nothing ran, is published in as many transactions as it takes', async () => {
    const broker = museumBroker(1);
    const rooms = Array.from({ length: 3_000 }, (_, i) => `room-${i}`);
    for (const room of rooms) put(broker, 'seats', room, '5');
    for (const room of rooms) put(broker, 'visitors', room, '1');
    put(broker, 'visitors', 'room-0', '1', { minute: 480 });
    const slow = new SlowLog(new MemoryLog(broker));
    stage = await runTopology(museum, slow.log, { settings: { ...quick, batchRecords: 100 } });
    await eventually(() => broker.records('signs').length === rooms.length);
    // Timers fire five hundred at a time.
    expect(slow.mostSaid).toBeLessThanOrEqual(600);
    expect(words(broker.records('signs'))).toEqual(rooms.sort().map((room) => `${room} quiet`));
  });

  it('a commit that hangs holds everything up, however much comes, and loses nothing', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '5');
    const slow = new SlowLog(new MemoryLog(broker));
    const letGo = slow.hang();
    const come = (rounds: number): void => {
      for (let round = 0; round < rounds; round += 1) {
        put(broker, 'visitors', 'hall', '5');
        put(broker, 'visitors', 'hall', '-5');
      }
    };
    come(20);
    stage = await runTopology(museum, slow.log, { settings: { ...quick, batchRecords } });
    await eventually(() => slow.uncommitted === 2 * batchRecords);
    come(500);
    for (let look = 0; look < 20; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(slow.uncommitted).toBe(2 * batchRecords);
    }
    expect(broker.records('signs')).toEqual([]);

    letGo();
    await eventually(() => broker.records('signs').length === 1_040);
    expect(slow.mostTaken).toBe(2 * batchRecords);
  });
});

/** A log that commits slowly, and counts what was taken from the stream and is not committed yet. */
class SlowLog {
  readonly log: MemoryLog;
  mostInFlight = 0;
  mostTaken = 0;
  /** Most outputs of one transaction. */
  mostSaid = 0;
  private held: Promise<void> | undefined;
  private inFlight = 0;
  private taken = 0;
  private committed = 0;

  constructor(inner: MemoryLog) {
    const openWriter = inner.openWriter.bind(inner);
    const openReader = inner.openReader.bind(inner);
    inner.openReader = async () => this.counting(await openReader());
    inner.openWriter = async (id) => {
      const writer = await openWriter(id);
      return {
        close: () => writer.close(),
        commit: async (transaction) => {
          this.inFlight += 1;
          this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
          const said = transaction.appends.filter(({ topic }) => topic === 'signs');
          this.mostSaid = Math.max(this.mostSaid, ...said.map(({ records }) => records.length));
          await (this.held ?? new Promise((resolve) => setTimeout(resolve, 5)));
          await writer.commit(transaction);
          this.inFlight -= 1;
          this.committed =
            transaction.offsets.find(({ topic }) => topic === 'visitors')?.offset ?? this.committed;
        },
      };
    };
    this.log = inner;
  }

  /** From now on commits hang, until the returned function is called. */
  hang(): () => void {
    let letGo = (): void => undefined;
    this.held = new Promise((resolve) => (letGo = resolve));
    return () => {
      this.held = undefined;
      letGo();
    };
  }

  /** Taken from the stream, and not committed. */
  get uncommitted(): number {
    return this.taken - this.committed;
  }

  private counting(reader: Reader): Reader {
    const follow = reader.follow.bind(reader);
    return {
      close: () => reader.close(),
      follow: (from, listener) => {
        const feed: Feed = follow(from, listener);
        const take = feed.take.bind(feed);
        feed.take = (atMost) => {
          const records = take(atMost);
          if (from.topic === 'visitors') this.count(records.length);
          return records;
        };
        return feed;
      },
    };
  }

  private count(records: number): void {
    this.taken += records;
    this.mostTaken = Math.max(this.mostTaken, this.taken - this.committed);
  }
}
