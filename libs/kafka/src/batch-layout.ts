/** Where things are in the bytes of a batch of format 2 (KIP-98): https://kafka.apache.org/documentation/#recordbatch. */
export const batchLayout = {
  /** Length of what follows, and where that begins. */
  length: 8,
  lengthEnd: 12,
  /** Number of the format; it is at the same place in older ones. */
  magic: 16,
  checksum: 17,
  /** The checksum is of everything from here on. */
  attributes: 21,
  lastOffsetDelta: 23,
  count: 57,
  /** The records begin here. */
  records: 61,
} as const;

/** The format of batches that are written, and that has a checksum as here. */
export const batchFormat = 2;
