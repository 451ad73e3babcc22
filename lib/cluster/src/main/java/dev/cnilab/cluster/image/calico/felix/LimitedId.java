package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.object.Digest;
import java.util.Base64;

/** Names that fit the kernel's limits; long ones become a hash (libcalico-go/lib/hash). */
final class LimitedId {
  /** iptables accepts 28 characters. */
  private static final int CHAIN = 28;

  /** ipset accepts 31 characters. */
  private static final int SET = 31;

  private LimitedId() {}

  /** A chain's name, such as {@code cali-pi-_ZdM7qKYxXqYNqFqRhUQ}. */
  static String chain(String prefix, String name) {
    return prefix.length() + name.length() <= CHAIN
        ? prefix + name
        : (prefix + "_" + hash(name)).substring(0, CHAIN);
  }

  /** A set's name, such as {@code cali40s:rx5YbMOYdLkjzC3cW3tPd5c}. */
  static String set(String kind, String name) {
    return ("cali40" + kind + ":" + hash(name)).substring(0, SET);
  }

  static String hash(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.SHA_224.of(text));
  }
}
