/** Positions of the fields of a batch of format 2 (KIP-98): https://kafka.apache.org/documentation/#recordbatch. */
export const batchLayout = {
  /** Length of what follows, and where that begins. */
  length: 8,
  lengthEnd: 12,
  /** Number of the format; older formats have it at the same position. */
  magic: 16,
  checksum: 17,
  /** The checksum covers everything from here on. */
  attributes: 21,
  lastOffsetDelta: 23,
  count: 57,
  /** The records begin here. */
  records: 61,
} as const;

/** The format of batches that are written, and the only one with this checksum. */
export const batchFormat = 2;
