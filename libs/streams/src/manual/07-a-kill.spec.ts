import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryLog, type RunningTopology, runTopology, TopologyDriver } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

const visitors = (change: number) => ({
  topic: 'visitors',
  key: 'hall',
  value: Buffer.from(String(change)),
  timestamp: 0,
});
const seats = { topic: 'seats', key: 'hall', value: Buffer.from('3'), timestamp: 0 };

/**
 * 7. A kill.
 *
 * Put it all together: outputs, memory and offsets are written atomically (5), and a memory can be restored (6). So a
 * process may die at any moment, and the topics hold what one undisturbed process would have written. This chapter
 * kills; `tools/faults` does so on a real broker, at every step of a commit.
 */
describe('a kill', () => {
  const running: RunningTopology[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
  });

  it('before the commit: the records come again, and are processed as if for the first time', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats, visitors(1)]);
    // Processed, decided, dead.
    driver.crash([visitors(1), visitors(1)]);
    expect(driver.outputs).toEqual([]);
    expect(driver.memoryOf('hall').inside).toBe(1);
    // The next process gets the same records again.
    expect(words(driver.feed([visitors(1), visitors(1)]))).toEqual(['hall full']);
  });

  it('again and again, at any moment: the same outputs, each once', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '5');
    for (let round = 0; round < 8; round += 1) {
      const process = new MemoryLog(broker);
      running.push(await runTopology(museum, process, { settings: quick }));
      // Up to five and back: full once, free once per round.
      for (const change of [1, 2, 2, -3, -2]) put(broker, 'visitors', 'hall', String(change));
      await new Promise((resolve) => setTimeout(resolve, round * 2));
      process.kill();
    }
    running.push(await runTopology(museum, new MemoryLog(broker), { settings: quick }));
    await eventually(() => broker.committed('museum', { topic: 'visitors', partition: 0 }) === 8 * 5);
    const once = ['hall full', 'hall free'];
    expect(words(broker.records('signs'))).toEqual(Array.from({ length: 8 }, () => once).flat());
  });
});
