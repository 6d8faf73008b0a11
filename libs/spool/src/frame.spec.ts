import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frame, unframe } from './frame';

const payload = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

test('a framed payload is read back, at any offset', () => {
  fc.assert(
    fc.property(payload, payload, (before, one) => {
      const bytes = Buffer.concat([frame(before), frame(one)]);
      expect(unframe(bytes, frame(before).length)).toEqual(one);
    }),
  );
});

test('a truncated frame is not a frame', () => {
  fc.assert(
    fc.property(payload, fc.nat(), (one, cut) => {
      const bytes = frame(one);
      expect(unframe(bytes.subarray(0, cut % bytes.length), 0)).toBe(null);
    }),
  );
});

test('a frame with a flipped bit is not a frame', () => {
  fc.assert(
    fc.property(payload, fc.nat(), (one, at) => {
      const bytes = Buffer.concat([frame(one), Buffer.alloc(300)]);
      const bit = at % (frame(one).length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unframe(bytes, 0)).toBe(null);
    }),
  );
});

test('zeros, as a file system leaves them after a crash, are not a record', () => {
  expect(unframe(Buffer.alloc(64), 0)).toBe(null);
});
