package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An address or prefix as iproute2 reads it (lib/utils.c): {@code 10.1} is 10.1.0.0, {@code
 * default} and {@code any} are the prefix of length 0.
 *
 * @param prefix of IPv4; IPv6 is only checked to be well-formed
 * @param lengthGiven whether the length was given; otherwise it is that of a single host
 */
public record InetPrefix(AddressFamily family, Ipv4Prefix prefix, boolean lengthGiven) {
  private static final int HOST = 32;

  /** Reads the next word as a prefix of that family; {@link AddressFamily#UNSPEC} allows either. */
  public static InetPrefix next(Arguments arguments, AddressFamily family) {
    String word = arguments.next();
    if (family == AddressFamily.LINK) {
      throw CommandFailure.refused(
          "Error: \"" + word + "\" may be inet prefix, but it is not allowed in this context.");
    }
    return parse(word, family)
        .orElseThrow(() -> CommandFailure.notA(CommandFailure.Reason.NOT_A_PREFIX, word, family));
  }

  /** Like {@link #next}, but busybox reads an invalid word as a prefix of length 0. */
  public static InetPrefix next(Arguments arguments, Settings settings) {
    String word = arguments.isEmpty() ? "" : arguments.peek();
    boolean unreadable = host(word.replaceFirst("/.*", ""), settings.family()).isEmpty();
    if (settings.isBusybox() && unreadable && settings.family() != AddressFamily.LINK) {
      arguments.next();
      return new InetPrefix(AddressFamily.INET, Ipv4Prefix.DEFAULT, false);
    }
    return next(arguments, settings.family());
  }

  /** Reads the next word as the address of a host. */
  public static InetPrefix nextHost(Arguments arguments, AddressFamily family) {
    String word = arguments.next();
    if (family == AddressFamily.LINK) {
      throw CommandFailure.refused(
          "Error: \"" + word + "\" may be inet address, but it is not allowed in this context.");
    }
    return host(word, family)
        .orElseThrow(() -> CommandFailure.notA(CommandFailure.Reason.NOT_AN_ADDRESS, word, family));
  }

  /**
   * Reads the next word as an IPv4 address; an IPv6 address is refused as if the kernel had no
   * IPv6.
   */
  public static Ipv4Address nextAddress(Arguments arguments, AddressFamily family) {
    return nextHost(arguments, family).address();
  }

  public Ipv4Address address() {
    return prefix.address();
  }

  /** Whether it is {@code default}, {@code any} or {@code all}, or has length 0. */
  public boolean isDefault() {
    return prefix.length() == 0;
  }

  /** Reads a prefix; empty if it is not one of that family. */
  public static Optional<InetPrefix> parse(String word, AddressFamily family) {
    int slash = word.indexOf('/');
    Optional<InetPrefix> host = host(slash < 0 ? word : word.substring(0, slash), family);
    if (slash < 0 || host.isEmpty() || host.get().isDefault()) {
      return slash < 0 ? host : Optional.empty();
    }
    String length = word.substring(slash + 1);
    if (host.get().family == AddressFamily.INET6) {
      return length.matches("\\d{1,3}") && Integer.parseInt(length) <= 128
          ? host
          : Optional.empty();
    }
    return length(length)
        .filter(bits -> bits >= 0 && bits <= HOST)
        .map(
            bits ->
                new InetPrefix(
                    AddressFamily.INET, new Ipv4Prefix(host.get().address(), bits), true));
  }

  private static Optional<Integer> length(String word) {
    if (word.matches("\\d{1,4}")) {
      return Optional.of(Integer.parseInt(word));
    }
    return ipv4(word)
        .map(Ipv4Address::bits)
        .filter(mask -> Integer.bitCount(mask) == Integer.numberOfLeadingZeros(~mask))
        .map(Integer::bitCount);
  }

  private static Optional<InetPrefix> host(String word, AddressFamily family) {
    if (word.equals("default") || word.equals("any") || word.equals("all")) {
      return Optional.of(new InetPrefix(family, Ipv4Prefix.DEFAULT, word.equals("default")));
    }
    if (word.contains(":")) {
      return family == AddressFamily.INET || !isIpv6(word)
          ? Optional.empty()
          : Optional.of(new InetPrefix(AddressFamily.INET6, Ipv4Prefix.of(Ipv4Address.ANY), false));
    }
    if (family == AddressFamily.INET6) {
      return Optional.empty();
    }
    return ipv4(word).map(found -> new InetPrefix(AddressFamily.INET, Ipv4Prefix.of(found), false));
  }

  /** Up to four numbers with dots, decimal, octal or hexadecimal; missing ones are 0. */
  private static Optional<Ipv4Address> ipv4(String word) {
    String[] parts = word.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      int octet = i < parts.length ? octet(parts[i]) : 0;
      if (octet < 0) {
        return Optional.empty();
      }
      bits = bits << 8 | octet;
    }
    return Optional.of(new Ipv4Address(bits));
  }

  private static int octet(String part) {
    if (!part.matches("0[xX][0-9a-fA-F]{1,4}|[0-9]{1,4}")) {
      return -1;
    }
    try {
      int value = Integer.decode(part);
      return value > 255 ? -1 : value;
    } catch (NumberFormatException notOctal) {
      return -1;
    }
  }

  private static boolean isIpv6(String word) {
    try {
      return word.matches("[0-9a-fA-F:.]+") && InetAddress.getByName(word).getAddress().length > 4;
    } catch (UnknownHostException malformed) {
      return false;
    }
  }
}
