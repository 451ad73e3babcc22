package dev.cnilab.lab.shell;

import java.util.List;
import java.util.stream.Stream;

/**
 * A range of IPv4 addresses.
 *
 * @param length of its prefix, 0-32
 */
public record Range(long base, int length) {

  /** Parses {@code 10.244.1.0/24}; an empty text is a range without addresses. */
  public static Range of(String cidr) {
    if (!cidr.contains("/")) {
      return new Range(-1, 32);
    }
    List<String> parts = List.of(cidr.split("/", 2));
    return new Range(number(parts.getFirst()), Integer.parseInt(parts.getLast()));
  }

  public boolean contains(String address) {
    int rest = 32 - length;
    return number(address) >> rest == base >> rest;
  }

  /**
   * The number of addresses for pods: all except those of the network, the bridge and broadcasts.
   */
  public int podAddressCount() {
    return (1 << (32 - length)) - 3;
  }

  /** The first host address, with the prefix length. */
  public String first() {
    long first = base + 1;
    return "%d.%d.%d.%d/%d"
        .formatted(first >> 24 & 255, first >> 16 & 255, first >> 8 & 255, first & 255, length);
  }

  private static long number(String address) {
    return Stream.of(address.split("\\.", -1))
        .mapToLong(Long::parseLong)
        .reduce(0, (a, b) -> a << 8 | b);
  }
}
