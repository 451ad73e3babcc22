package dev.cnilab.cluster.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A frame of HTTP/2.
 *
 * @param type such as {@link #HEADERS}
 */
@SuppressWarnings("ArrayRecordComponent") // frames are not compared
record Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final int HEAD = 9;
  private static final byte[] NOTHING = {};

  static Frame settings(int flags) {
    return new Frame(SETTINGS, flags, 0, NOTHING);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + payload.length);
    bytes.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    bytes.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return bytes.array();
  }

  boolean endsStream() {
    return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
  }

  /** Takes the first frame of the received bytes if it is complete; {@code in} moves past it. */
  static Optional<Frame> next(ByteBuffer in) {
    if (in.remaining() < HEAD) {
      return Optional.empty();
    }
    int start = in.position();
    int length = ((in.get(start) & 0xff) << 16) | (in.getShort(start + 1) & 0xffff);
    if (in.remaining() < HEAD + length) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    in.get(start + HEAD, payload);
    in.position(start + HEAD + length);
    return Optional.of(
        new Frame(
            in.get(start + 3) & 0xff,
            in.get(start + 4) & 0xff,
            in.getInt(start + 5) & 0x7fffffff,
            payload));
  }

  /** Several frames, one after the other. */
  static byte[] join(Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      all.writeBytes(frame.bytes());
    }
    return all.toByteArray();
  }
}
