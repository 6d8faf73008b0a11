import avsc from 'avsc';
import type { Tap } from './tap';

/** Below this, avsc's floating-point arithmetic on the doubled (zigzag) value is exact. */
const exact = 2 ** 52;
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** True for a number or bigint that an Avro long holds without losing a digit. */
export function isWideLong(value: unknown): value is number | bigint {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'bigint' && value >= int64.least && value <= int64.most;
}

/** An Avro long with values beyond 2^53 as bigint: avsc's own type throws on them. */
export class WideLong extends avsc.types.LongType {
  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    const fits = isWideLong(value);
    if (!fits) hook?.(value, this);
    return fits;
  }

  _read(tap: Tap): number | bigint {
    const start = tap.pos;
    const value = tap.readLong();
    if (value > -exact && value < exact) return value;
    return readBig(tap.buf, start, tap.pos);
  }

  _write(tap: Tap, value: unknown): void {
    if (!isWideLong(value)) {
      throw new Error(`${String(value)} is not a 64-bit whole number (beyond 2^53 it must be a bigint)`);
    }
    if (value > -exact && value < exact) tap.writeLong(Number(value));
    else writeBig(tap, BigInt(value));
  }
}

function readBig(bytes: Buffer, start: number, end: number): number | bigint {
  let zigzag = 0n;
  for (let at = start, shift = 0n; at < end; at++, shift += 7n) {
    zigzag |= BigInt((bytes[at] ?? 0) & 0x7f) << shift;
  }
  const value = BigInt.asIntN(64, (zigzag >> 1n) ^ -(zigzag & 1n));
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value;
}

function writeBig(tap: Tap, value: bigint): void {
  let rest = value >= 0n ? value << 1n : (-value << 1n) - 1n;
  do {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    tap.buf[tap.pos++] = rest > 0n ? group | 0x80 : group;
  } while (rest > 0n);
}
