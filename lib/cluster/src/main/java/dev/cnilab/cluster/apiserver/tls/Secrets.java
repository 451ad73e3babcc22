package dev.cnilab.cluster.apiserver.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** What keys are made of. */
final class Secrets {
  private Secrets() {}

  /** A source for keys: of equal ones come equal keys. */
  static SecureRandom of(RandomGenerator source) {
    byte[] seed = new byte[32];
    source.nextBytes(seed);
    try {
      // Of the generators of the JDK the one that draws from nothing but its seed.
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA1PRNG", impossible);
    }
  }
}
