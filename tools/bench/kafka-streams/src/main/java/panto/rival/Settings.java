package panto.rival;

import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a run, given as words `name=value`; those that begin with `streams.` are passed to Kafka Streams.
 *
 * @param ago how far back the history rule looks, ms
 * @param tolerance how far from that time its sample may be, ms
 */
record Settings(
    String bootstrap,
    String application,
    String input,
    String output,
    int resultSchema,
    int stateSchema,
    String target,
    long ago,
    long tolerance,
    long missingAfter,
    Map<String, String> streams) {

  static Settings of(String[] words) {
    Map<String, String> given = new HashMap<>();
    Map<String, String> streams = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) throw new IllegalArgumentException("not name=value: " + word);
      String name = word.substring(0, equals);
      String value = word.substring(equals + 1);
      if (name.startsWith("streams.")) streams.put(name.substring(8), value);
      else given.put(name, value);
    }
    return new Settings(
        need(given, "bootstrap"),
        need(given, "application"),
        need(given, "input"),
        need(given, "output"),
        Integer.parseInt(need(given, "resultSchema")),
        Integer.parseInt(need(given, "stateSchema")),
        need(given, "target"),
        Long.parseLong(need(given, "ago")),
        Long.parseLong(need(given, "tolerance")),
        Long.parseLong(need(given, "missingAfter")),
        streams);
  }

  private static String need(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) throw new IllegalArgumentException(name + "=... is missing");
    return value;
  }
}
