package panto.rival;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The fold from the Results of a Check to its States: sections 4.1 to 4.5 and 4.10 of the contract, for the rules of
 * {@link Rules}.
 */
final class Fold implements Processor<byte[], byte[], byte[], byte[]> {
  static final String MEMORY = "memory";
  static final String CHUNKS = "chunks";

  private final Settings settings;
  private final StateRecord out = new StateRecord();
  private final Chunk closed = new Chunk();
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<byte[], Memory> memories;
  private KeyValueStore<byte[], byte[]> chunks;

  Fold(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    memories = context.getStateStore(MEMORY);
    chunks = context.getStateStore(CHUNKS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    // A null value is a tick: Panto's first stage writes ticks into its input topic.
    if (record.value() == null || record.key() == null) return;
    Result result = Result.read(record.value(), settings.resultSchema());
    if (result == null) return;
    Memory memory = memories.get(record.key());
    if (memory == null) memory = new Memory();
    // Duplicates and late results produce no State; the bench sends neither.
    if (result.timestamp() <= memory.newest) return;
    byte[] state = decide(record, result, memory);
    memories.put(record.key(), memory);
    if (state != null) context.forward(record.withValue(state).withHeaders(null));
  }

  private byte[] decide(Record<byte[], byte[]> record, Result result, Memory memory) {
    memory.newest = result.timestamp();
    StateName state;
    if (result.failed()) {
      state = StateName.ERROR;
    } else {
      double reference = reference(record.key(), memory, result.timestamp() - settings.ago());
      remember(record.key(), memory, result);
      out.look(memory, result, reference, settings);
      state = out.worth();
    }
    StateName previous = memory.state == null ? StateName.UNKNOWN : memory.state;
    boolean repeats = memory.state == state;
    if (repeats && state == StateName.OK) return null;
    memory.state = state;
    memory.since = repeats ? memory.since : result.timestamp();
    memory.occurrences = repeats ? memory.occurrences + 1 : 1;
    memory.problemOccurrences = state == StateName.OK ? 0 : memory.problemOccurrences + 1;
    return out.write(record.key(), memory, previous, record.timestamp(), settings);
  }

  /** The sample nearest to a time if it is within the tolerance, else NaN. */
  private double reference(byte[] check, Memory memory, long time) {
    long home = Chunk.startOf(time);
    double value = Double.NaN;
    long distance = settings.tolerance() + 1;
    // The preceding chunk comes first, so that the earlier of two equally near samples wins.
    for (long start = home - Chunk.LENGTH; start <= home + Chunk.LENGTH; start += Chunk.LENGTH) {
      long gap = Math.max(start - time, time - (start + Chunk.LENGTH - 1));
      if (gap >= distance) continue;
      Chunk chunk = chunkAt(check, memory, start);
      int index = chunk == null ? -1 : chunk.nearest(time);
      if (index < 0 || Math.abs(chunk.timeAt(index) - time) >= distance) continue;
      distance = Math.abs(chunk.timeAt(index) - time);
      value = chunk.valueAt(index);
    }
    return value;
  }

  private Chunk chunkAt(byte[] check, Memory memory, long start) {
    if (memory.open.count > 0 && start >= memory.open.start) return start == memory.open.start ? memory.open : null;
    byte[] bytes = chunks.get(Chunk.keyOf(check, start));
    if (bytes == null) return null;
    closed.decode(ByteBuffer.wrap(bytes));
    return closed;
  }

  private void remember(byte[] check, Memory memory, Result result) {
    memory.addTrend(result.timestamp(), result.errors());
    Chunk open = memory.open;
    long start = Chunk.startOf(result.timestamp());
    if (open.count == 0) open.clear(start);
    if (open.start != start) {
      chunks.put(Chunk.keyOf(check, open.start), open.toBytes());
      long reach = settings.ago() + settings.tolerance();
      long floor = Chunk.startOf(result.timestamp() - reach);
      for (long old = Chunk.startOf(open.start - reach); old < floor; old += Chunk.LENGTH) {
        chunks.delete(Chunk.keyOf(check, old));
      }
      open.clear(start);
    }
    open.add(result.timestamp(), result.checkouts());
  }
}
