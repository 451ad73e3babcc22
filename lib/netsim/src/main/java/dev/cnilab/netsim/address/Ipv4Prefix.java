package dev.cnilab.netsim.address;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address and the number of its leading bits that name the network. The other bits are kept:
 * {@code 10.0.0.1/24} is an address of a host in {@link #network()} {@code 10.0.0.0/24}.
 *
 * @param length 0 to 32
 */
public record Ipv4Prefix(Ipv4Address address, int length) implements Comparable<Ipv4Prefix> {
  /** 0.0.0.0/0. */
  public static final Ipv4Prefix DEFAULT = new Ipv4Prefix(Ipv4Address.ANY, 0);

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,2}");

  public Ipv4Prefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("an IPv4 prefix has 0 to 32 bits, not " + length);
    }
  }

  /** The prefix of one address. */
  public static Ipv4Prefix of(Ipv4Address address) {
    return new Ipv4Prefix(address, 32);
  }

  /**
   * Reads {@code 10.0.0.0/24}; the length is 32 if it is missing.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Ipv4Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(Ipv4Address.parse(text));
    }
    String length = text.substring(slash + 1);
    if (!isLength(length)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an IPv4 prefix; after the slash write 0 to 32");
    }
    return new Ipv4Prefix(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** Reads {@code 10.0.0.0/24}; empty if the text is anything else, or the length is missing. */
  public static Optional<Ipv4Prefix> block(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    return slash < 0 || !isLength(length)
        ? Optional.empty()
        : Ipv4Address.read(text.substring(0, slash))
            .map(address -> new Ipv4Prefix(address, Integer.parseInt(length)));
  }

  private static boolean isLength(String text) {
    return LENGTH.matcher(text).matches() && Integer.parseInt(text) <= 32;
  }

  /** The netmask, as 32 bits. */
  public int mask() {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  /** This prefix with the host part cleared. */
  public Ipv4Prefix network() {
    int bits = address.bits() & mask();
    return bits == address.bits() ? this : new Ipv4Prefix(new Ipv4Address(bits), length);
  }

  /** The last address of the network, its broadcast address. */
  public Ipv4Address broadcast() {
    return new Ipv4Address(address.bits() | ~mask());
  }

  public boolean contains(Ipv4Address other) {
    return ((address.bits() ^ other.bits()) & mask()) == 0;
  }

  /** Whether every address of {@code other} is in this prefix. */
  public boolean contains(Ipv4Prefix other) {
    return other.length >= length && contains(other.address);
  }

  /** In the order of the kernel's trie: by network, longer prefixes before shorter ones. */
  @Override
  public int compareTo(Ipv4Prefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(other.length, length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
