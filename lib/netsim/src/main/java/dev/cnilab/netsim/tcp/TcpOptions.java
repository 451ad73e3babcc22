package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.packet.Bytes;
import java.nio.ByteBuffer;

/**
 * The options of a segment that matter here.
 *
 * @param mss the maximum segment size the sender accepts, in bytes of data; 0 if not given
 * @param windowScale the shift of the sender's windows, in bits; -1 for none
 * @param timestamp the sender's clock, in milliseconds; 0 if not given
 */
record TcpOptions(int mss, int windowScale, int timestamp) {
  /** The length of the options of a segment other than a SYN, in bytes. */
  static final int LENGTH = 12;

  static final int WINDOW_SCALE = 7;
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int MSS = 2;
  private static final int SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int TIMESTAMPS = 8;

  /** The options of a SYN as Linux sends them. */
  static Bytes ofSyn(int mss, int now, int echo) {
    ByteBuffer out = ByteBuffer.allocate(20);
    out.put((byte) MSS).put((byte) 4).putShort((short) mss);
    out.put((byte) SACK_PERMITTED).put((byte) 2);
    out.put((byte) TIMESTAMPS).put((byte) 10).putInt(now).putInt(echo);
    out.put((byte) NOP).put((byte) SCALE).put((byte) 3).put((byte) WINDOW_SCALE);
    return Bytes.of(out.array());
  }

  /** The options of every other segment. */
  static Bytes of(int now, int echo) {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put((byte) NOP).put((byte) NOP).put((byte) TIMESTAMPS).put((byte) 10);
    out.putInt(now).putInt(echo);
    return Bytes.of(out.array());
  }

  /** Reads options; truncated and unknown ones are skipped. */
  static TcpOptions decode(Bytes bytes) {
    ByteBuffer in = bytes.buffer();
    int mss = 0;
    int scale = -1;
    int timestamp = 0;
    int at = 0;
    while (at < in.limit() && in.get(at) != END) {
      if (in.get(at) == NOP) {
        at++;
        continue;
      }
      int length = at + 1 < in.limit() ? in.get(at + 1) : 0;
      if (length < 2 || at + length > in.limit()) {
        break;
      }
      switch (in.get(at)) {
        case MSS -> mss = length == 4 ? Short.toUnsignedInt(in.getShort(at + 2)) : mss;
        case SCALE -> scale = length == 3 ? Math.min(14, in.get(at + 2)) : scale;
        case TIMESTAMPS -> timestamp = length == 10 ? in.getInt(at + 2) : timestamp;
        default -> {}
      }
      at += length;
    }
    return new TcpOptions(mss, scale, timestamp);
  }
}
