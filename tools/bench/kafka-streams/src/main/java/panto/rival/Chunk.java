package panto.rival;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The samples of a span of time that begins at a multiple of its length. Closed chunks are written once, so that a long
 * history does not go through the changelog on every result.
 */
final class Chunk {
  /** The time that a chunk covers, ms: 60 samples at an interval of one minute. */
  static final long LENGTH = 3_600_000;

  private static final int POINT = 4 + 8;

  long start;
  int count;
  private int[] offsets = new int[64];
  private double[] values = new double[64];

  static long startOf(long time) {
    return Math.floorDiv(time, LENGTH) * LENGTH;
  }

  void clear(long start) {
    this.start = start;
    count = 0;
  }

  /** Adds a sample that is newer than all before it. */
  void add(long time, double value) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    offsets[count] = (int) (time - start);
    values[count++] = value;
  }

  long timeAt(int index) {
    return start + offsets[index];
  }

  double valueAt(int index) {
    return values[index];
  }

  /** The sample nearest to a time, the earlier of two equally near; -1 if there is none. */
  int nearest(long time) {
    int best = -1;
    long distance = Long.MAX_VALUE;
    int after = Arrays.binarySearch(offsets, 0, count, clamp(time - start));
    if (after >= 0) return after;
    for (int i = Math.max(0, -after - 2); i < Math.min(count, -after); i++) {
      long d = Math.abs(timeAt(i) - time);
      if (d < distance) {
        best = i;
        distance = d;
      }
    }
    return best;
  }

  private static int clamp(long offset) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, offset));
  }

  int encodedLength() {
    return 8 + 2 + count * POINT;
  }

  void encode(ByteBuffer out) {
    out.putLong(start).putShort((short) count);
    for (int i = 0; i < count; i++) out.putInt(offsets[i]).putDouble(values[i]);
  }

  void decode(ByteBuffer in) {
    start = in.getLong();
    count = in.getShort();
    if (count > offsets.length) {
      offsets = new int[count];
      values = new double[count];
    }
    for (int i = 0; i < count; i++) {
      offsets[i] = in.getInt();
      values[i] = in.getDouble();
    }
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(encodedLength());
    encode(out);
    return out.array();
  }

  /** Key of a closed chunk: the Check, then where it starts. */
  static byte[] keyOf(byte[] check, long start) {
    return ByteBuffer.allocate(check.length + 8).put(check).putLong(start).array();
  }
}
