import { type Logger, silentLogger } from '@panto/streams';
import kafkajs, { type LogEntry } from 'kafkajs';
import { clientLog } from './client-log';

const entry = (message: string, level = kafkajs.logLevel.ERROR): LogEntry => ({
  namespace: 'Connection',
  level,
  label: 'ERROR',
  log: { message, timestamp: '', logger: 'kafkajs', broker: '127.0.0.1:9092', stack: 'Error: ...' },
});

function listening() {
  const heard: [object, string][] = [];
  let time = 0;
  const logger: Logger = { ...silentLogger, warn: (fields, text) => void heard.push([fields, text]) };
  const log = clientLog(logger, () => time);
  return { heard, log, pass: (ms: number) => (time += ms) };
}

describe('the log of kafkajs', () => {
  it('becomes a warning, without a stack', () => {
    const { heard, log } = listening();
    log(entry('Connection error'));
    expect(heard).toEqual([[{ broker: '127.0.0.1:9092' }, 'kafkajs Connection: Connection error']]);
  });

  it('repeats a message at most once in half a minute, with the number of repetitions', () => {
    const { heard, log, pass } = listening();
    for (let i = 0; i < 50; i++) log(entry('Connection error'));
    log(entry('Connection timeout'));
    expect(heard).toHaveLength(2);
    pass(30_000);
    log(entry('Connection error'));
    expect(heard[2]?.[0]).toEqual({ broker: '127.0.0.1:9092', again: 49 });
  });

  it.each([
    ['a response that is retried', entry('Response EndTxn(key: 26, version: 1)')],
    ['not an error', entry('connected', kafkajs.logLevel.INFO)],
  ])('omits what is %s', (_, one) => {
    const { heard, log } = listening();
    log(one);
    expect(heard).toEqual([]);
  });

  it('forgets messages when there are too many', () => {
    const { heard, log } = listening();
    for (let i = 0; i < 1_000; i++) log(entry(`error ${i}`));
    log(entry('error 999'));
    expect(heard).toHaveLength(1_000);
  });
});
