import fc from 'fast-check';
import { BufferPool } from './buffer-pool';
import { Frames } from './frames';

const frameOf = (payload: Uint8Array): Buffer => {
  const frame = Buffer.alloc(4 + payload.length);
  frame.writeInt32BE(payload.length);
  frame.set(payload, 4);
  return frame;
};
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.nat(100_000).map((size) => new Uint8Array(size).fill(size % 256)),
);

describe('frames', () => {
  it('are whole and in order, however the bytes arrive, in memory that is reused', () => {
    fc.assert(
      fc.property(
        fc.array(payload),
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1 }),
        (payloads, sizes) => {
          const sent = payloads.map(frameOf);
          const bytes = Buffer.concat(sent);
          const got: Buffer[] = [];
          const frames = new Frames((frame) => got.push(frame), 100_000, new BufferPool());
          const memory = Buffer.alloc(5_000);
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const count = bytes.copy(memory, 0, at, at + (sizes[turn % sizes.length] ?? 1));
            frames.take(memory.subarray(0, count));
            memory.fill(0xff);
            at += count;
          }
          expect(got.map((frame) => frame.toString('hex'))).toEqual(
            sent.map((frame) => frame.toString('hex')),
          );
        },
      ),
    );
  });

  it.each([100_001, -1])('of %i bytes are refused', (size) => {
    const head = Buffer.alloc(4);
    head.writeInt32BE(size);
    const frames = new Frames(() => undefined, 100_000, new BufferPool());
    expect(() => frames.take(head)).toThrow(`a frame of ${size} bytes; the limit is 100000`);
  });
});
