import fc from 'fast-check';
import { formatNumber } from './format-number';

describe('a number for people', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [2.5, '2.5'],
    [-3.20001, '-3.20001'],
    [9.999999, '10'],
    [12.3456789, '12.3457'],
    [99_999.96, '100000'],
    [1_234.5678, '1234.57'],
    [1_000.05, '1000.05'],
    [0.000123456789, '0.000123457'],
    [1e21, '1e+21'],
    [1_234_567_890_123, '1234567890123'],
    [1.4705882352941178e26, '1.47059e+26'],
    [-7.652760580324141e21, '-7.65276e+21'],
    [1e20, '100000000000000000000'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%p is written %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('is determined by its six significant digits; half-way cases may round either way', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        const [written, digits] = [Number(formatNumber(value)), Number(value.toPrecision(6))];
        const farther = Math.abs(written - value) - Math.abs(digits - value);
        expect(written === digits || farther <= Math.abs(value) * 1e-15).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
