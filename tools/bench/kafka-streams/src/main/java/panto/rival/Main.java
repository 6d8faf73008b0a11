package panto.rival;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Runs the rival until the process is told to stop. */
public final class Main {
  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    Settings settings = Settings.of(words);
    KafkaStreams streams = new KafkaStreams(topology(settings), properties(settings));
    CountDownLatch stopped = new CountDownLatch(1);
    streams.setStateListener((now, before) -> System.out.println("state " + now));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  streams.close();
                  stopped.countDown();
                }));
    streams.start();
    stopped.await();
  }

  private static Topology topology(Settings settings) {
    var bytes = Serdes.ByteArray();
    return new Topology()
        .addSource("results", bytes.deserializer(), bytes.deserializer(), settings.input())
        .addProcessor("fold", () -> new Fold(settings), "results")
        .addStateStore(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(Fold.MEMORY), bytes, Memory.serde())
                .withLoggingEnabled(Map.of())
                .withCachingEnabled(),
            "fold")
        .addStateStore(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(Fold.CHUNKS), bytes, bytes)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled(),
            "fold")
        .addSink("states", settings.output(), bytes.serializer(), bytes.serializer(), "fold");
  }

  private static Properties properties(Settings settings) {
    Properties all = new Properties();
    all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put("consumer.auto.offset.reset", "earliest");
    all.putAll(settings.streams());
    return all;
  }
}
