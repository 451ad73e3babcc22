package dev.cnilab.cluster.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads and writes text in PEM format (RFC 7468). */
public final class PemText {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\\s]*-----END \\1-----");

  private PemText() {}

  /** The first certificate in a text; empty if none can be parsed. */
  public static Optional<X509Certificate> certificate(String text) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }

  /** The labels of all complete blocks in a text. */
  public static List<String> labels(String text) {
    return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
  }

  /** The complete blocks of that label in a text. */
  static List<String> blocks(String label, String text) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(label))
        .map(MatchResult::group)
        .toList();
  }

  /** A block of that label, such as {@code CERTIFICATE REQUEST}. */
  public static String block(String label, byte[] encoded) {
    return Authority.pem(label, encoded);
  }
}
