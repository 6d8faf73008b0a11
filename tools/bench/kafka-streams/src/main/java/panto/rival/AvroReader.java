package panto.rival;

import java.util.Arrays;

/** Reads Avro's binary encoding from a byte array. */
final class AvroReader {
  private final byte[] bytes;
  private int at;

  AvroReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  long readLong() {
    long raw = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      raw |= (long) (next & 0x7f) << shift;
      if (next >= 0) return (raw >>> 1) ^ -(raw & 1);
    }
  }

  double readDouble() {
    long raw = 0;
    for (int i = 0; i < 8; i++) raw |= (bytes[at + i] & 0xffL) << (8 * i);
    at += 8;
    return Double.longBitsToDouble(raw);
  }

  boolean readBoolean() {
    return bytes[at++] != 0;
  }

  /** Index of the string among the wanted ones, -1 if it is none of them; it is skipped in any case. */
  int readOneOf(byte[]... wanted) {
    int start = skipString();
    for (int i = 0; i < wanted.length; i++) {
      if (Arrays.equals(bytes, start, at, wanted[i], 0, wanted[i].length)) return i;
    }
    return -1;
  }

  /** Skips a string; returns where its text begins. */
  int skipString() {
    int length = (int) readLong();
    int start = at;
    at += length;
    return start;
  }

  /** Number of items in the next block of a map or an array; 0 at its end. */
  int readBlock() {
    long count = readLong();
    if (count >= 0) return (int) count;
    readLong();
    return (int) -count;
  }
}
