package dev.cnilab.userland.kernel;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.HexFormat;

/** Addresses as a little-endian machine prints their four bytes as one number. */
public final class LittleEndian {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private LittleEndian() {}

  /** {@code 10.0.0.1} as {@code 0100000A}. */
  public static String hex(Ipv4Address address) {
    return hex(address.bits());
  }

  /** {@code 0x0a000001} as {@code 0100000A}. */
  public static String hex(int bits) {
    return HEX.toHexDigits(Integer.reverseBytes(bits));
  }
}
