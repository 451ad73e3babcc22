package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Parses addresses as iptables does: first like {@code __numeric_to_ipaddr} of xtables, for which
 * {@code 10.1} is a network and thus 10.1.0.0; then like inet_aton(3), for which {@code 1.300} is
 * 1.0.1.44. In both, 010 is octal and 0xa is hexadecimal.
 */
final class NetworkAddresses {
  private static final int BYTES = 4;
  private static final int BYTE = 0xff;

  private NetworkAddresses() {}

  static Optional<Ipv4Address> parse(String text) {
    List<Long> parts = new ArrayList<>();
    for (String word : text.split("\\.", -1)) {
      OptionalLong number = number(word);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      parts.add(number.getAsLong());
    }
    if (parts.size() > BYTES
        || parts.subList(0, parts.size() - 1).stream().anyMatch(p -> p > BYTE)) {
      return Optional.empty();
    }
    return parts.getLast() <= BYTE ? Optional.of(ofNetwork(parts)) : ofHost(parts);
  }

  private static Ipv4Address ofNetwork(List<Long> parts) {
    int bits = 0;
    for (int i = 0; i < BYTES; i++) {
      bits = (bits << Byte.SIZE) | (i < parts.size() ? parts.get(i).intValue() : 0);
    }
    return new Ipv4Address(bits);
  }

  /** A host address, whose last part fills the remaining bytes. */
  private static Optional<Ipv4Address> ofHost(List<Long> parts) {
    int left = Byte.SIZE * (BYTES + 1 - parts.size());
    long bits = parts.getLast();
    if (bits >>> left != 0) {
      return Optional.empty();
    }
    for (int i = 0; i < parts.size() - 1; i++) {
      bits |= parts.get(i) << (Byte.SIZE * (BYTES - 1 - i));
    }
    return Optional.of(new Ipv4Address((int) bits));
  }

  /** A number as in strtoul(3) with base 0. */
  private static OptionalLong number(String word) {
    try {
      if (word.matches("0[xX][0-9a-fA-F]{1,8}")) {
        return OptionalLong.of(Long.parseLong(word.substring(2), 16));
      } else if (word.matches("\\d{1,11}")) {
        return OptionalLong.of(Long.parseLong(word, word.startsWith("0") ? 8 : 10));
      }
      return OptionalLong.empty();
    } catch (NumberFormatException notOctal) {
      return OptionalLong.empty();
    }
  }
}
