package dev.cnilab.netsim.ipset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the entries of a set are. */
public enum SetType {
  /** Single addresses. */
  HASH_IP(1),
  /** Prefixes, of which the longest that fits counts. */
  HASH_NET(1),
  /** Addresses with a port of a protocol. */
  HASH_IP_PORT(2),
  /** Other sets. */
  LIST_SET(0);

  private final int dimension;

  SetType(int dimension) {
    this.dimension = dimension;
  }

  /** How many parts of a packet are looked up at most; 0 if that depends on the sets in it. */
  public int dimension() {
    return dimension;
  }

  /** The type as {@code ipset create} names it, if there is such a one. */
  public static Optional<SetType> find(String text) {
    return Arrays.stream(values()).filter(type -> type.toString().equals(text)).findFirst();
  }

  @Override
  public String toString() {
    String lower = name().toLowerCase(Locale.ROOT);
    return lower.replaceFirst("_", ":").replace('_', ',');
  }
}
