package dev.cnilab.netsim.ipset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of entries in a set. */
public enum SetType {
  /** Single addresses. */
  HASH_IP(1),
  /** Prefixes, of which the longest match wins. */
  HASH_NET(1),
  /** Addresses with a port of a protocol. */
  HASH_IP_PORT(2),
  /** Other sets. */
  LIST_SET(0);

  private final int dimension;

  SetType(int dimension) {
    this.dimension = dimension;
  }

  /** The maximum number of packet fields looked up; 0 if that depends on the sets in it. */
  public int dimension() {
    return dimension;
  }

  /** The type that {@code ipset create} calls by this name, if any. */
  public static Optional<SetType> find(String text) {
    return Arrays.stream(values()).filter(type -> type.toString().equals(text)).findFirst();
  }

  @Override
  public String toString() {
    String lower = name().toLowerCase(Locale.ROOT);
    return lower.replaceFirst("_", ":").replace('_', ',');
  }
}
