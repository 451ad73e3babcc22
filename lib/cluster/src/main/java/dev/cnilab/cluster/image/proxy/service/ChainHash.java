package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.cluster.object.Digest;

/** The second half of a chain's name: the first 16 characters of a SHA-256 in base 32. */
public final class ChainHash {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 16;
  private static final int BITS = 5;

  private ChainHash() {}

  public static String of(String text) {
    byte[] hash = Digest.SHA_256.of(text);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      int bit = i * BITS;
      int two = ((hash[bit / 8] & 0xff) << 8) | (hash[bit / 8 + 1] & 0xff);
      name.append(LETTERS.charAt((two >> (16 - BITS - bit % 8)) & 0x1f));
    }
    return name.toString();
  }
}
