import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const slotSize = 12;

/**
 * The number of the newest delivered record, on disk. Two slots are written in turn, each with a CRC, so that
 * a torn write leaves the previous one intact. There is no fsync: losing one means delivering again.
 */
export class Acknowledged {
  private turn = 0;

  private constructor(
    private readonly file: FileHandle,
    private newest: number,
  ) {}

  static async open(path: string): Promise<Acknowledged> {
    // No O_APPEND: slots are written in place. The file is created if it does not exist.
    const file = await open(path, 'r+').catch(() => open(path, 'w+'));
    const bytes = Buffer.alloc(2 * slotSize);
    await file.read(bytes, 0, bytes.length, 0);
    const slots = [readSlot(bytes, 0), readSlot(bytes, 1)];
    const acknowledged = new Acknowledged(file, Math.max(...slots));
    acknowledged.turn = slots[0] === acknowledged.newest ? 1 : 0;
    return acknowledged;
  }

  /** Number of the newest delivered record; 0 if none was. */
  get sequence(): number {
    return this.newest;
  }

  async write(sequence: number): Promise<void> {
    this.newest = sequence;
    const slot = Buffer.alloc(slotSize);
    slot.writeBigUInt64BE(BigInt(sequence), 0);
    slot.writeUInt32BE(crc32(slot.subarray(0, 8), 1), 8);
    await this.file.write(slot, 0, slotSize, this.turn * slotSize);
    this.turn = 1 - this.turn;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function readSlot(bytes: Buffer, index: number): number {
  const slot = bytes.subarray(index * slotSize, (index + 1) * slotSize);
  return crc32(slot.subarray(0, 8), 1) === slot.readUInt32BE(8) ? Number(slot.readBigUInt64BE(0)) : 0;
}
