package dev.cnilab.cluster.tls.der;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/**
 * Reads structures in distinguished encoding (X.690). Every method throws an unchecked exception if
 * the bytes end too early.
 */
public final class DerReader {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private DerReader() {}

  /** The content of the next structure. */
  public static ByteBuffer content(ByteBuffer encoded) {
    encoded.get();
    int length = length(encoded);
    ByteBuffer content = encoded.slice(encoded.position(), length);
    encoded.position(encoded.position() + length);
    return content;
  }

  /** The next structure as a whole. */
  public static byte[] next(ByteBuffer encoded) {
    int start = encoded.position();
    content(encoded);
    byte[] whole = new byte[encoded.position() - start];
    encoded.get(start, whole);
    return whole;
  }

  private static int length(ByteBuffer encoded) {
    int first = encoded.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (encoded.get() & 0xff);
    }
    return length;
  }

  /** The numbers of an object identifier, with dots between them. */
  public static String identifier(ByteBuffer identifier) {
    int first = identifier.get() & 0xff;
    StringBuilder name = new StringBuilder().append(first / 40).append('.').append(first % 40);
    while (identifier.hasRemaining()) {
      int number = 0;
      int digit = 0x80;
      while ((digit & 0x80) != 0) {
        digit = identifier.get();
        number = (number << 7) | (digit & 0x7f);
      }
      name.append('.').append(number);
    }
    return name.toString();
  }

  /** A public key, as X.509 encodes it. */
  public static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException ofAnotherAlgorithm) {
        // The next one may match.
      }
    }
    throw new GeneralSecurityException("x509: unknown public key algorithm");
  }
}
