/**
 * A memory as its snapshots say it, in one buffer: each part that there is as its place in the topology (a byte), its
 * length (four bytes, little-endian) and its bytes. A key that nobody asks for costs a restoration no decoding, and
 * little room.
 */
export type FrozenMemory = Buffer;

/** Bytes before those of a part. */
const head = 5;

/** What is frozen with a part among it, or in the place of what it was before. */
export function withPart(frozen: FrozenMemory | undefined, place: number, bytes: Buffer): FrozenMemory {
  const before = frozen === undefined ? 0 : startOf(frozen, place);
  const after = frozen === undefined || before === frozen.length ? before : endOf(frozen, before);
  const made = Buffer.allocUnsafe(before + head + bytes.length + (frozen?.length ?? 0) - after);
  frozen?.copy(made, 0, 0, before);
  made.writeUInt8(place, before);
  made.writeUInt32LE(bytes.length, before + 1);
  bytes.copy(made, before + head);
  frozen?.copy(made, before + head + bytes.length, after);
  return made;
}

/** Calls for each part, in the order in which they were frozen first. */
export function eachPart(frozen: FrozenMemory, each: (place: number, bytes: Buffer) => void): void {
  for (let at = 0; at < frozen.length; at = endOf(frozen, at)) {
    each(frozen.readUInt8(at), frozen.subarray(at + head, endOf(frozen, at)));
  }
}

/** Where a part begins; where there is none, the end. */
function startOf(frozen: FrozenMemory, place: number): number {
  let at = 0;
  while (at < frozen.length && frozen.readUInt8(at) !== place) at = endOf(frozen, at);
  return at;
}

function endOf(frozen: FrozenMemory, at: number): number {
  return at + head + frozen.readUInt32LE(at + 1);
}
