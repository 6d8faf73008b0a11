package panto.rival;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro's binary encoding, after the prefix of Confluent's wire format, into a reused buffer. */
final class AvroWriter {
  private byte[] bytes = new byte[1024];
  private int at;

  AvroWriter begin(int schemaId) {
    at = 0;
    room(5);
    bytes[at++] = 0;
    for (int shift = 24; shift >= 0; shift -= 8) bytes[at++] = (byte) (schemaId >>> shift);
    return this;
  }

  AvroWriter writeLong(long value) {
    room(10);
    long raw = (value << 1) ^ (value >> 63);
    while ((raw & ~0x7fL) != 0) {
      bytes[at++] = (byte) (raw | 0x80);
      raw >>>= 7;
    }
    bytes[at++] = (byte) raw;
    return this;
  }

  AvroWriter writeDouble(double value) {
    room(8);
    long raw = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) bytes[at++] = (byte) (raw >>> (8 * i));
    return this;
  }

  AvroWriter writeBoolean(boolean value) {
    room(1);
    bytes[at++] = (byte) (value ? 1 : 0);
    return this;
  }

  AvroWriter writeString(String text) {
    return writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  AvroWriter writeBytes(byte[] text) {
    writeLong(text.length);
    room(text.length);
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
    return this;
  }

  byte[] end() {
    return Arrays.copyOf(bytes, at);
  }

  private void room(int length) {
    if (at + length > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(at + length, 2 * bytes.length));
  }
}
