import { createLogger } from './index';

describe('createLogger', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('spec', 'info', {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  beforeEach(() => {
    lines.length = 0;
  });

  it('writes JSON lines with level, service, time and fields', () => {
    log.child({ topic: 'panto.results' }).warn({ partition: 3 }, 'odd record');
    expect(lines[0]).toMatchObject({
      level: 'warn',
      service: 'spec',
      message: 'odd record',
      topic: 'panto.results',
      partition: 3,
    });
    expect(String(lines[0]?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('redacts fields named like secrets, at the depths where settings and errors hold them', () => {
    log.info({ password: 'a', settings: { token: 'b' }, kafka: { sasl: { password: 'c' } } }, 'x');
    expect(lines[0]).toMatchObject({
      password: '[redacted]',
      settings: { token: '[redacted]' },
      kafka: { sasl: { password: '[redacted]' } },
    });
  });

  it('writes errors with their type, message and stack', () => {
    log.error({ error: new TypeError('bad') }, 'failed');
    expect(lines[0]?.['error']).toMatchObject({ type: 'TypeError', message: 'bad' });
  });

  it('omits lines below its level', () => {
    log.debug({}, 'quiet');
    expect(lines).toEqual([]);
  });
});
