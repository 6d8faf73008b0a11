import fc from 'fast-check';
import { Frames } from './frames';

const frame = (body: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(4 + body.length);
  bytes.writeInt32BE(body.length, 0);
  bytes.set(body, 4);
  return bytes;
};

describe('frames out of a stream', () => {
  it('are the same however the stream is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (list, sizes) => {
        const wanted = list.map(frame);
        let rest = Buffer.concat(wanted);
        const frames = new Frames();
        const found: Buffer[] = [];
        for (let at = 0; rest.length > 0; at += 1) {
          const size = sizes[at % sizes.length]!;
          found.push(...frames.take(rest.subarray(0, size)));
          rest = rest.subarray(size);
        }
        expect(found).toEqual(wanted);
      }),
    );
  });
});
