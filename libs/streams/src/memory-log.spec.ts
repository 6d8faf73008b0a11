import { describe, it } from '@jest/globals';
import { logLaws } from './log-laws';
import { MemoryBroker } from './memory-broker';
import { MemoryLog } from './memory-log';

describe('the log in memory', () => {
  it.each([...logLaws])('$law', async ({ run }) => {
    const broker = new MemoryBroker();
    broker.create('topic', 2);
    await run(new MemoryLog(broker), 'topic', 'name');
  });
});
