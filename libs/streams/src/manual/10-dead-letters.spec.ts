import { describe, expect, it } from '@jest/globals';
import { TopologyDriver } from '../index';
import { museum, words } from './museum';

const record = (topic: string, value: string) => ({
  topic,
  key: 'hall',
  value: Buffer.from(value),
  timestamp: 7,
});

/**
 * 10. Dead letters.
 *
 * Anyone may write to a topic, and sooner or later someone writes rubbish. A poison record must not stop the partition,
 * and must not be lost either: it goes to the dead letters, in the same transaction as everything else, with its bytes
 * untouched, and with headers that say where it came from and why. A bad record is a value: `read` returns it. Only the
 * unforeseen throws, and is dead-lettered in the same way.
 */
describe('dead letters', () => {
  it('say where a record came from and why it was refused; the partition continues', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([record('seats', '2'), record('visitors', 'a school class'), record('visitors', '2')]);
    expect(words(driver.outputs)).toEqual(['hall full']);

    const [letter] = driver.deadLetters;
    expect([letter?.topic, String(letter?.value)]).toEqual(['museum-dead-letters', 'a school class']);
    // The names are those that Kafka Connect uses, so that tools know them.
    expect(letter?.headers).toMatchObject({
      '__connect.errors.topic': 'visitors',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '0',
      '__connect.errors.exception.class.name': 'no-number',
    });
  });

  it('hold the input on which a decider threw; its memory is as it was before', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([record('seats', '99'), record('visitors', '1'), record('visitors', '13')]);
    expect(driver.memoryOf('hall').inside).toBe(1);
    expect(driver.deadLetters[0]?.headers).toMatchObject({
      '__connect.errors.exception.class.name': 'decide-failed',
      '__connect.errors.exception.message': 'Error: this room does not like the number thirteen',
    });
  });

  it('are written once, even if the process is killed in between', () => {
    const driver = new TopologyDriver(museum);
    const rubbish = [record('visitors', 'x'), record('visitors', 'y')];
    driver.crash(rubbish);
    driver.feed(rubbish);
    expect(words(driver.deadLetters)).toEqual(['hall x', 'hall y']);
  });
});
