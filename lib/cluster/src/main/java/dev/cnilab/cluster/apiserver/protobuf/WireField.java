package dev.cnilab.cluster.apiserver.protobuf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A field of a protobuf message as it is on the wire: a number or bytes. */
record WireField(int number, long varint, ByteBuffer bytes) {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /**
   * Reads the next field.
   *
   * @throws IllegalArgumentException if it can't be decoded
   */
  static WireField next(ByteBuffer in) {
    try {
      int tag = (int) varint(in);
      int number = tag >>> 3;
      return switch (tag & 7) {
        case VARINT -> new WireField(number, varint(in), ByteBuffer.allocate(0));
        case FIXED64 ->
            new WireField(
                number, in.order(ByteOrder.LITTLE_ENDIAN).getLong(), ByteBuffer.allocate(0));
        case FIXED32 ->
            new WireField(
                number, in.order(ByteOrder.LITTLE_ENDIAN).getInt(), ByteBuffer.allocate(0));
        case BYTES -> {
          int length = (int) varint(in);
          ByteBuffer bytes = in.slice(in.position(), length);
          in.position(in.position() + length);
          yield new WireField(number, 0, bytes);
        }
        default -> throw new IllegalArgumentException("proto: illegal wireType " + (tag & 7));
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException cutOff) {
      throw new IllegalArgumentException("unexpected EOF", cutOff);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("proto: integer overflow");
  }

  String text() {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  byte[] array() {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }
}
