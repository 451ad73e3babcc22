package dev.cnilab.cluster.containerd.daemon;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Identifiers, drawn from the loop's seed. */
public final class Ids {
  private Ids() {}

  /** 64 hexadecimal digits, as sandboxes and containers have. */
  public static String next(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The name of a network namespace: {@code cni-} and a UUID. */
  public static String netns(RandomGenerator random) {
    String hex = next(random);
    return "cni-%s-%s-%s-%s-%s"
        .formatted(
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20, 32));
  }
}
