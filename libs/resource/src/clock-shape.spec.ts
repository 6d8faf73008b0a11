import { describe, expect, it } from '@jest/globals';
import { clockShape } from './clock-shape';

describe('how far ahead a clock may be', () => {
  it.each([
    [undefined, 300_000],
    ['0s', 0],
    ['90', 90_000],
    ['1h', 3_600_000],
  ])('%p is %p ms', (text, wanted) => {
    expect(clockShape.clockAhead.schema.parse(text)).toBe(wanted);
  });

  it.each(['-1s', 'soon', ''])('%p is none', (text) => {
    expect(clockShape.clockAhead.schema.safeParse(text).success).toBe(false);
  });
});
