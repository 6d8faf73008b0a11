package panto.rival;

import java.nio.charset.StandardCharsets;

/** The verdict of the rules on a Result, with reasons, and the State record made from it (schemas/state.avsc). */
final class StateRecord {
  /** Symbols of ReasonKind. */
  private static final int MATCHED = 0;
  private static final int UNDETERMINED = 1;
  private static final int RECOVERED = 2;
  private static final int ERROR = 3;

  private static final byte[] SLOW = "slow".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ERRORS_RISE = "errors-rise".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CHECKOUTS_BEFORE = "checkouts-before".getBytes(StandardCharsets.UTF_8);
  private static final byte[] GT = "gt".getBytes(StandardCharsets.UTF_8);
  private static final byte[] GE = "ge".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LT = "lt".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DURATION = Rules.DURATION.getBytes(StandardCharsets.UTF_8);
  private static final byte[] ERRORS = Rules.ERRORS.getBytes(StandardCharsets.UTF_8);
  private static final byte[] CHECKOUTS = Rules.CHECKOUTS.getBytes(StandardCharsets.UTF_8);

  private final AvroWriter writer = new AvroWriter();
  private double duration;
  private double criticalLimit;
  private double slope;
  private double reference;
  private double ratio;
  private StateName slow;
  private StateName rising;
  private StateName halved;

  /** Evaluates every condition, so that the latch is updated too. */
  void look(Memory memory, Result result, double then, Settings settings) {
    duration = result.duration();
    criticalLimit = memory.latched ? Rules.CRITICAL_RECOVER : Rules.CRITICAL;
    memory.latched = duration > criticalLimit;
    slow = memory.latched ? StateName.CRITICAL : duration > Rules.WARNING ? StateName.WARNING : StateName.OK;
    slope = memory.trendCount < Rules.TREND_LAST ? Double.NaN : Rules.slope(memory);
    rising = Double.isNaN(slope) ? StateName.UNKNOWN : slope >= Rules.TREND_WARNING ? StateName.WARNING : StateName.OK;
    reference = then;
    ratio = Double.isNaN(then) || then == 0 ? Double.NaN : result.checkouts() / then;
    halved =
        Double.isNaN(ratio) ? StateName.UNKNOWN : ratio < Rules.HISTORY_CRITICAL ? StateName.CRITICAL : StateName.OK;
  }

  StateName worth() {
    StateName worst = slow;
    if (rising.severity > worst.severity) worst = rising;
    if (halved.severity > worst.severity) worst = halved;
    return worst;
  }

  byte[] write(byte[] check, Memory memory, StateName previous, long arrival, Settings settings) {
    writer.begin(settings.stateSchema());
    writer.writeBytes(check).writeLong(1).writeString(settings.target());
    writer.writeLong(memory.state.ordinal()).writeLong(previous.ordinal());
    writer.writeLong(memory.newest).writeLong(arrival).writeLong(memory.since);
    writer.writeLong(memory.occurrences).writeLong(memory.problemOccurrences);
    writeReasons(memory.state);
    writer.writeLong(1).writeBoolean(arrival - memory.newest > settings.missingAfter());
    return writer.end();
  }

  private void writeReasons(StateName state) {
    if (state == StateName.ERROR) {
      writer.writeLong(1).writeLong(0).writeLong(ERROR);
      for (int i = 0; i < 5; i++) writer.writeLong(0);
      writer.writeString("the probe could not run").writeLong(0);
      return;
    }
    int count = (slow == state ? slow == StateName.OK ? 2 : 1 : 0) + (rising == state ? 1 : 0) + (halved == state ? 1 : 0);
    writer.writeLong(count);
    if (slow == state) writeSlow();
    if (rising == state) {
      writeReason(ERRORS_RISE, kindOf(rising), ERRORS, slope, Double.NaN, GE, Rules.TREND_WARNING, "slope of http-500-total per second over the last 25 values is ");
    }
    if (halved == state) {
      writeReason(CHECKOUTS_BEFORE, kindOf(halved), CHECKOUTS, ratio, reference, LT, Rules.HISTORY_CRITICAL, "ratio of checkouts to then is ");
    }
    writer.writeLong(0);
  }

  private void writeSlow() {
    int kind = kindOf(slow);
    String text = "duration-seconds is ";
    if (slow != StateName.WARNING) writeReason(SLOW, kind, DURATION, duration, Double.NaN, GT, criticalLimit, text);
    if (slow != StateName.CRITICAL) writeReason(SLOW, kind, DURATION, duration, Double.NaN, GT, Rules.WARNING, text);
  }

  private static int kindOf(StateName worth) {
    return worth == StateName.OK ? RECOVERED : worth == StateName.UNKNOWN ? UNDETERMINED : MATCHED;
  }

  private void writeReason(
      byte[] rule, int kind, byte[] field, double value, double then, byte[] operator, double operand, String text) {
    writer.writeBytes(rule).writeLong(kind).writeLong(1).writeBytes(field);
    writeOptional(value);
    writeOptional(then);
    writer.writeLong(1).writeBytes(operator);
    writeOptional(kind == UNDETERMINED ? Double.NaN : operand);
    writer.writeString(kind == UNDETERMINED ? "nothing to compare with" : text + rounded(value) + ", limit " + operand);
  }

  private void writeOptional(double value) {
    if (Double.isNaN(value)) writer.writeLong(0);
    else writer.writeLong(1).writeDouble(value);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }
}
