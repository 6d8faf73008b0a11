import { deadLetterLog } from './dead-letter-log';
import { createLogger } from './logger';

describe('the log of dead letters', () => {
  const lines: unknown[] = [];
  let now = 0;
  const tell = () => {
    lines.length = 0;
    const logger = createLogger('spec', 'info', {
      write: (line) => {
        const { level, reason, records } = JSON.parse(line) as Record<string, unknown>;
        lines.push({ level, reason, records });
      },
    });
    return deadLetterLog(logger, () => now);
  };

  it('reports the first of each reason at once', () => {
    const told = tell();
    told('corrupt', 2);
    told('bad-key', 1);
    expect(lines).toEqual([
      { level: 'warn', reason: 'corrupt', records: 2 },
      { level: 'warn', reason: 'bad-key', records: 1 },
    ]);
  });

  it('reports a flood once a minute, and counts what came in between', () => {
    const told = tell();
    for (let n = 0; n < 1_000; n++) told('corrupt', 1);
    now += 60_000;
    told('corrupt', 1);
    expect(lines).toEqual([
      { level: 'warn', reason: 'corrupt', records: 1 },
      { level: 'warn', reason: 'corrupt', records: 1_000 },
    ]);
  });
});
