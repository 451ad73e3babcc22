package dev.cnilab.netsim.ipset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of entries in a set. */
public enum SetType {
  /** Single addresses. */
  HASH_IP,
  /** Prefixes, of which the longest match wins. */
  HASH_NET,
  /** Addresses with a port of a protocol. */
  HASH_IP_PORT,
  /** Other sets. */
  LIST_SET;

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
