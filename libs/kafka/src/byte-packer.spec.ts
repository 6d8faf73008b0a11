import fc from 'fast-check';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('packed fields', () => {
  it('are read as they were written, with each take independent', () => {
    const packer = new BytePacker();
    const long = 'ä'.repeat(1_000);
    const first = packer
      .int8(-1)
      .int16(300)
      .int32(-70_000)
      .int64(2 ** 52)
      .text(long)
      .take();
    const second = packer.text('').int32(7).take();
    packer.int64(-1).int64(-1);
    const cursor = new ByteCursor(first);
    expect([cursor.int8(), cursor.int16(), cursor.int32(), cursor.int64(), cursor.string()]).toEqual([
      -1,
      300,
      -70_000,
      2 ** 52,
      long,
    ]);
    expect(cursor.left).toBe(0);
    expect([...second]).toEqual([0, 0, 0, 0, 0, 7]);
  });

  it('of flexible versions are read as they were written', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.string({ maxLength: 300 }), int64, (number, text, long) => {
        const packer = new BytePacker().uvarint(number).compactText(text).compactText(null).bigInt64(long);
        const cursor = new ByteCursor(
          packer.compactCount(number).uvarint(1).uvarint(3).uvarint(2).int16(7).take(),
        );
        const read = [cursor.uvarint(), cursor.compactText(), cursor.compactText(), cursor.bigInt64()];
        const tagged: number[] = [];
        expect([...read, cursor.compactCount()]).toEqual([number, text, '', long, number]);
        cursor.tags((tag, field) => tagged.push(tag, field.int16()));
        expect([tagged, cursor.left]).toEqual([[3, 7], 0]);
      }),
    );
  });
});
