import type { CommonBytes } from './common-bytes';
import type { MemoryPart } from './topology';

/** A part of a memory as bytes of its own, and the number of the common bytes that come after them. */
export interface PackedPart {
  readonly bytes: Buffer;
  readonly common: number | undefined;
}

/** Packs a part of a memory; what it has in common with others is in `common` from then on. */
export function packPart<Memory>(part: MemoryPart<Memory>, memory: Memory, common: CommonBytes): PackedPart {
  const bytes = part.encode(memory);
  const from = part.commonFrom?.(bytes) ?? bytes.length;
  const id = from < bytes.length ? common.idOf(bytes.subarray(from)) : undefined;
  return { bytes: id === undefined ? bytes : bytes.subarray(0, from), common: id };
}
