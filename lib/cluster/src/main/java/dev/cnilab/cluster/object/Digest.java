package dev.cnilab.cluster.object;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that names and identifiers are made of. */
public enum Digest {
  MD5("MD5"),
  SHA_1("SHA-1"),
  SHA_224("SHA-224"),
  SHA_256("SHA-256"),
  SHA_512("SHA-512");

  private final String algorithm;

  Digest(String algorithm) {
    this.algorithm = algorithm;
  }

  public byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm, impossible);
    }
  }

  /** Of a text's bytes in UTF-8. */
  public byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a text's bytes in UTF-8, as hexadecimal digits in lower case. */
  public String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
