package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.address.Ipv4Address;

/** Addresses as a little-endian machine prints their four bytes as one number. */
final class LittleEndian {
  private LittleEndian() {}

  /** {@code 10.0.0.1} as {@code 0100000A}. */
  static String hex(Ipv4Address address) {
    return hex(address.bits());
  }

  static String hex(int bits) {
    return "%08X".formatted(Integer.reverseBytes(bits));
  }
}
