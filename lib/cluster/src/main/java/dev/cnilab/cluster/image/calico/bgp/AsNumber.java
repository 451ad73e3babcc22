package dev.cnilab.cluster.image.calico.bgp;

import java.util.Optional;

/** Autonomous systems' numbers, of four octets (RFC 6793). */
public final class AsNumber {
  private static final long MOST = 0xffff_ffffL;

  private AsNumber() {}

  /** The number in a text; empty if it is none. */
  public static Optional<Long> read(String text) {
    return text.matches("\\d{1,10}")
        ? Optional.of(Long.parseLong(text)).filter(number -> number <= MOST)
        : Optional.empty();
  }
}
