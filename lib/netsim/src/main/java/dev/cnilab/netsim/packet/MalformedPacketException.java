package dev.cnilab.netsim.packet;

/**
 * Thrown for bytes that are not a packet of the protocol they claim to be. A receiver drops them.
 */
public final class MalformedPacketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPacketException(String field, long found) {
    super("malformed " + field + ": found " + found + " (0x" + Long.toHexString(found) + ")");
  }

  static void check(boolean expected, String field, long found) {
    if (!expected) {
      throw new MalformedPacketException(field, found);
    }
  }
}
