import { afterEach, describe, expect, it } from '@jest/globals';
import { type Log, LogError, MemoryLog, type RunningTopology, runTopology, type Writer } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

/**
 * 9. Fencing.
 *
 * A process that is paused (SIGSTOP, a long garbage collection, a laptop that sleeps) does not know that it was
 * considered dead. When it resumes, it is a zombie: it has an old memory, a half-written transaction, and every
 * intention of finishing it. Neither waiting nor asking the group helps against zombies.
 *
 * What helps: every task has one fixed transactional id, the same in all processes. Opening the writer of an id fences
 * all older ones of it; the log refuses them from then on. So a new owner first opens the writer; only then is what is
 * committed final, and may be read and restored. This order is the whole mechanism, and `docs/takeover.md` shows what
 * goes wrong in any other.
 */
describe('fencing', () => {
  const running: RunningTopology[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
  });

  const transaction = (text: string) => ({
    appends: [
      {
        topic: 'signs',
        partition: 0,
        records: [{ topic: 'signs', key: 'hall', value: Buffer.from(text), timestamp: 0 }],
      },
    ],
    group: 'museum',
    offsets: [{ topic: 'visitors', partition: 0, offset: text.length }],
  });

  it('the older of two writers of one id is refused, with everything it wants to write', async () => {
    const broker = museumBroker(1);
    const older = await new MemoryLog(broker).openWriter('museum-task-0');
    await older.commit(transaction('one'));

    const newer = await new MemoryLog(broker).openWriter('museum-task-0');
    const refusal = await older.commit(transaction('ghost')).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LogError);
    expect((refusal as LogError).code).toBe('fenced');

    await newer.commit(transaction('two'));
    expect(words(broker.records('signs'))).toEqual(['hall one', 'hall two']);
    expect(broker.committed('museum', { topic: 'visitors', partition: 0 })).toBe(3);
  });

  it('a zombie that resumes in the middle of its commit writes nothing, and the new owner says it once', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '2');
    const zombie = new SleepyLog(new MemoryLog(broker));
    running.push(await runTopology(museum, zombie.log, { settings: quick }));
    await eventually(() => broker.committed('museum', { topic: 'seats', partition: 0 }) === 1);

    // It has decided that the hall is full, and falls asleep on the way to the log.
    zombie.sleeps = true;
    put(broker, 'visitors', 'hall', '2');
    await eventually(() => zombie.asleep);
    expect(broker.records('signs')).toEqual([]);

    // Another process takes over the task and says so.
    const owner = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    running.push(owner);
    zombie.leaveGroup();
    await eventually(() => broker.records('signs').length === 1);

    // The zombie resumes and continues with what it was about to do.
    zombie.wake();
    put(broker, 'visitors', 'hall', '-1');
    await eventually(() => broker.records('signs').length === 2);
    expect(zombie.refused).toBe('fenced');
    expect(words(broker.records('signs'))).toEqual(['hall full', 'hall free']);
  });
});

/** A log whose writers can fall asleep before they commit, along with their process. */
class SleepyLog {
  sleeps = false;
  asleep = false;
  refused: string | undefined;
  wake: () => void = () => undefined;
  leaveGroup: () => void = () => undefined;
  readonly log: Log;

  constructor(inner: MemoryLog) {
    const open = inner.openWriter.bind(inner);
    inner.openWriter = async (id) => this.sleepy(await open(id));
    const join = inner.join.bind(inner);
    inner.join = async (options) => {
      const membership = await join(options);
      // The group considers an unresponsive process dead; the process itself does not learn of it.
      this.leaveGroup = () => void membership.leave();
      return membership;
    };
    this.log = inner;
  }

  private sleepy(writer: Writer): Writer {
    return {
      close: () => writer.close(),
      commit: async (transaction) => {
        if (this.sleeps) {
          this.asleep = true;
          await new Promise<void>((resolve) => (this.wake = resolve));
          this.sleeps = false;
        }
        try {
          await writer.commit(transaction);
        } catch (error) {
          this.refused ??= error instanceof LogError ? error.code : String(error);
          throw error;
        }
      },
    };
  }
}
