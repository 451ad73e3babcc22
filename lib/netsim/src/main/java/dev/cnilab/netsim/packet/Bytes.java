package dev.cnilab.netsim.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable sequence of bytes; a slice shares the bytes of the whole. */
public final class Bytes implements UdpPayload {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int from;
  private final int length;

  private Bytes(byte[] array, int from, int length) {
    this.array = array;
    this.from = from;
    this.length = length;
  }

  /** Copies these bytes. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone(), 0, bytes.length);
  }

  /** The text in UTF-8. */
  public static Bytes of(String text) {
    return owning(text.getBytes(StandardCharsets.UTF_8));
  }

  /** That many zeros. */
  public static Bytes zeros(int length) {
    return owning(new byte[length]);
  }

  /** The remaining bytes of the buffer, which this consumes. */
  public static Bytes remaining(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    return owning(copy);
  }

  /** Wraps these bytes without a copy; the caller must no longer change them. */
  static Bytes owning(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  @Override
  public int length() {
    return length;
  }

  public byte get(int index) {
    return array[from + java.util.Objects.checkIndex(index, length)];
  }

  /** The bytes from index {@code start} up to but not including {@code end}. */
  public Bytes slice(int start, int end) {
    java.util.Objects.checkFromToIndex(start, end, length);
    return new Bytes(array, from + start, end - start);
  }

  /** At most the first {@code limit} bytes. */
  public Bytes first(int limit) {
    return slice(0, Math.min(limit, length));
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(array, from, from + length);
  }

  /** A read-only view, big-endian, at its start. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, from, length).slice().asReadOnlyBuffer();
  }

  @Override
  public void encode(ByteBuffer out) {
    out.put(array, from, length);
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(array, from, length, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, from, from + length, that.array, that.from, that.from + that.length);
  }

  @Override
  public int hashCode() {
    return buffer().hashCode();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(array, from, from + length);
  }
}
