import { compareSeverity, defaultSeverity, severityOf, worse } from './severity';

describe('severity', () => {
  it('finds the worst, in the order of the contract', () => {
    expect(worse(defaultSeverity, 'ERROR', 'CRITICAL')).toBe('CRITICAL');
    expect(worse(defaultSeverity, 'UNKNOWN', 'OK')).toBe('UNKNOWN');
    expect(worse(defaultSeverity, 'OK', 'OK')).toBe('OK');
    expect(compareSeverity(defaultSeverity, 'MISSING_DATA', 'WARNING')).toBeGreaterThan(0);
  });

  it.each([
    ['the order of the contract', 'OK,UNKNOWN,WARNING,MISSING_DATA,ERROR,CRITICAL', true],
    ['another order, lower case, with spaces', 'ok, unknown, missing_data, warning, error, critical', true],
    ['one State is missing', 'OK,UNKNOWN,WARNING,ERROR,CRITICAL', false],
    ['one State twice', 'OK,OK,UNKNOWN,WARNING,MISSING_DATA,ERROR,CRITICAL', false],
    ['an unknown word', 'OK,UNKNOWN,WARNING,MISSING_DATA,ERROR,FATAL', false],
    ['OK is not the best', 'UNKNOWN,OK,WARNING,MISSING_DATA,ERROR,CRITICAL', false],
  ])('%s', (_, text, taken) => {
    expect(severityOf(text) !== undefined).toBe(taken);
  });
});
