package panto.rival;

import java.nio.charset.StandardCharsets;

/** The fields of a Result that rules refer to (schemas/result.avsc). */
record Result(long timestamp, double duration, long errors, double checkouts, boolean failed) {
  private static final byte[] DURATION = Rules.DURATION.getBytes(StandardCharsets.UTF_8);
  private static final byte[] ERRORS = Rules.ERRORS.getBytes(StandardCharsets.UTF_8);
  private static final byte[] CHECKOUTS = Rules.CHECKOUTS.getBytes(StandardCharsets.UTF_8);

  /** Reads a value in the wire format; null if it was not written with the schema. */
  static Result read(byte[] value, int schemaId) {
    if (value.length < 5 || value[0] != 0 || idOf(value) != schemaId) return null;
    AvroReader in = new AvroReader(value, 5);
    long timestamp = in.readLong();
    long errors = 0;
    double checkouts = 0;
    double duration = 0;
    for (int n = in.readBlock(); n > 0; n = in.readBlock()) {
      for (int i = 0; i < n; i++) {
        int name = in.readOneOf(ERRORS, CHECKOUTS);
        long number = in.readLong();
        if (name == 0) errors = number;
        else if (name == 1) checkouts = number;
      }
    }
    for (int n = in.readBlock(); n > 0; n = in.readBlock()) {
      for (int i = 0; i < n; i++) {
        int name = in.readOneOf(DURATION);
        double number = in.readDouble();
        if (name == 0) duration = number;
      }
    }
    for (int n = in.readBlock(); n > 0; n = in.readBlock()) {
      for (int i = 0; i < n; i++) {
        in.skipString();
        in.skipString();
      }
    }
    for (int n = in.readBlock(); n > 0; n = in.readBlock()) {
      for (int i = 0; i < n; i++) {
        in.skipString();
        in.readBoolean();
      }
    }
    return new Result(timestamp, duration, errors, checkouts, in.readLong() == 1);
  }

  private static int idOf(byte[] value) {
    return (value[1] & 0xff) << 24 | (value[2] & 0xff) << 16 | (value[3] & 0xff) << 8 | value[4] & 0xff;
  }
}
