import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frame, unframe } from './frame';

const payload = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

test('what is framed comes back, wherever it lies', () => {
  fc.assert(
    fc.property(payload, payload, (before, one) => {
      const bytes = Buffer.concat([frame(before), frame(one)]);
      expect(unframe(bytes, frame(before).length)).toEqual(one);
    }),
  );
});

test('a frame that lacks bytes is none', () => {
  fc.assert(
    fc.property(payload, fc.nat(), (one, cut) => {
      const bytes = frame(one);
      expect(unframe(bytes.subarray(0, cut % bytes.length), 0)).toBe(null);
    }),
  );
});

test('a frame with a bit turned over is none', () => {
  fc.assert(
    fc.property(payload, fc.nat(), (one, at) => {
      const bytes = Buffer.concat([frame(one), Buffer.alloc(300)]);
      const bit = at % (frame(one).length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unframe(bytes, 0)).toBe(null);
    }),
  );
});

test('zeros, as a file system leaves them after a crash, are no record', () => {
  expect(unframe(Buffer.alloc(64), 0)).toBe(null);
});
