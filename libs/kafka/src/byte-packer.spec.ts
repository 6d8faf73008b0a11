import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';

describe('packed fields', () => {
  it('are read as they were written, each take for itself', () => {
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
});
