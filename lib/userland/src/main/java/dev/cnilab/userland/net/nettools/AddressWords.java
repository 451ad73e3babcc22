package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.net.command.CommandFailure;

/** The addresses and masks that {@code ifconfig} takes. */
final class AddressWords {
  private AddressWords() {}

  static int length(String mask) {
    int bits = address(mask).bits();
    int length = Integer.bitCount(bits);
    if (bits != (length == 0 ? 0 : -1 << (32 - length))) {
      throw CommandFailure.refused("SIOCSIFNETMASK: Invalid argument");
    }
    return length;
  }

  static Ipv4Address address(String word) {
    return Ipv4Address.read(word)
        .orElseThrow(() -> CommandFailure.refused(word + ": Host name lookup failure"));
  }

  /**
   * An address with its prefix length, by default that of its class.
   *
   * @param hint what follows the message if it is none
   */
  static Ipv4Prefix prefix(String word, String hint) {
    try {
      Ipv4Address address = Ipv4Address.parse(word.replaceFirst("/.*", ""));
      int slash = word.indexOf('/');
      int length = slash < 0 ? classful(address) : Integer.parseInt(word.substring(slash + 1));
      return new Ipv4Prefix(address, length);
    } catch (IllegalArgumentException unknown) {
      throw CommandFailure.refused(word + ": Host name lookup failure" + hint);
    }
  }

  /** The prefix length of an address's class, the default if none is given. */
  private static int classful(Ipv4Address address) {
    int first = address.bits() >>> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
  }
}
