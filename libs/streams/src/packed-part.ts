import type { CommonBytes } from './common-bytes';
import type { MemoryPart } from './topology';

/** The own bytes of a part of a memory, and the number of the common bytes that follow them. */
export interface PackedPart {
  readonly bytes: Buffer;
  readonly common: number | undefined;
}

/** Packs a part of a memory; from then on `common` holds what it shares with others. */
export function packPart<Memory>(part: MemoryPart<Memory>, memory: Memory, common: CommonBytes): PackedPart {
  const bytes = part.encode(memory);
  const from = part.commonFrom?.(bytes) ?? bytes.length;
  const id = from < bytes.length ? common.idOf(bytes.subarray(from)) : undefined;
  return { bytes: id === undefined ? bytes : bytes.subarray(0, from), common: id };
}
