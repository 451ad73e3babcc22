package dev.cnilab.cluster.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** The source of randomness for keys. */
final class Secrets {
  private Secrets() {}

  /** A generator for keys: equal sources give equal keys. */
  static SecureRandom of(RandomGenerator source) {
    byte[] seed = new byte[32];
    source.nextBytes(seed);
    try {
      // The JDK's only generator that depends on nothing but its seed.
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA1PRNG", impossible);
    }
  }
}
