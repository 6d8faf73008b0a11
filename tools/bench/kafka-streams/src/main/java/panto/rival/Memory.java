package panto.rival;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** What is remembered of a Check between results: one value of the store, and so of the changelog. */
final class Memory {
  private static final int FIXED = 1 + 1 + 8 + 8 + 8 + 8 + 1;
  private static final int POINT = 4 + 8;

  /** Null before the first evaluation. */
  StateName state;
  /** Whether the critical threshold is latched. */
  boolean latched;
  long newest = Long.MIN_VALUE;
  long since;
  long occurrences;
  long problemOccurrences;

  /** The last values of the counter, in order of time. */
  int trendCount;
  final long[] trendTimes = new long[Rules.TREND_LAST];
  final long[] trendValues = new long[Rules.TREND_LAST];

  /** The samples of the chunk that is still growing. */
  final Chunk open = new Chunk();

  void addTrend(long time, long value) {
    if (trendCount == Rules.TREND_LAST) {
      System.arraycopy(trendTimes, 1, trendTimes, 0, trendCount - 1);
      System.arraycopy(trendValues, 1, trendValues, 0, trendCount - 1);
      trendCount--;
    }
    trendTimes[trendCount] = time;
    trendValues[trendCount++] = value;
  }

  private byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(FIXED + trendCount * POINT + open.encodedLength());
    out.put((byte) (state == null ? -1 : state.ordinal())).put((byte) (latched ? 1 : 0));
    out.putLong(newest).putLong(since).putLong(occurrences).putLong(problemOccurrences);
    out.put((byte) trendCount);
    for (int i = 0; i < trendCount; i++) out.putInt((int) (newest - trendTimes[i])).putLong(trendValues[i]);
    open.encode(out);
    return out.array();
  }

  private static Memory decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Memory memory = new Memory();
    int state = in.get();
    memory.state = state < 0 ? null : StateName.ALL[state];
    memory.latched = in.get() != 0;
    memory.newest = in.getLong();
    memory.since = in.getLong();
    memory.occurrences = in.getLong();
    memory.problemOccurrences = in.getLong();
    memory.trendCount = in.get();
    for (int i = 0; i < memory.trendCount; i++) {
      memory.trendTimes[i] = memory.newest - in.getInt();
      memory.trendValues[i] = in.getLong();
    }
    memory.open.decode(in);
    return memory;
  }

  /** Serializes memories for the store. */
  static Serde<Memory> serde() {
    Serializer<Memory> serializer = (topic, memory) -> memory == null ? null : memory.encode();
    Deserializer<Memory> deserializer = (topic, bytes) -> bytes == null ? null : decode(bytes);
    return Serdes.serdeFrom(serializer, deserializer);
  }
}
