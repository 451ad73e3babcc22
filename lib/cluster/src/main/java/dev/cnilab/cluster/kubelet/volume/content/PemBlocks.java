package dev.cnilab.cluster.kubelet.volume.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates in PEM (RFC 7468) without anything between or beside them. */
final class PemBlocks {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PemBlocks() {}

  /** The content of each certificate in a text, in lines of 64 characters. */
  static List<String> certificates(String text) {
    List<String> found = new ArrayList<>();
    Matcher block = CERTIFICATE.matcher(text);
    while (block.find()) {
      found.add(LINES.encodeToString(Base64.getMimeDecoder().decode(block.group(1))));
    }
    return found;
  }

  /** The text of certificates. */
  static String text(Collection<String> certificates) {
    StringBuilder pem = new StringBuilder();
    certificates.forEach(each -> pem.append(block("CERTIFICATE", each)));
    return pem.toString();
  }

  /** A private key, as PKCS #8. */
  static String key(byte[] encoded) {
    return block("PRIVATE KEY", LINES.encodeToString(encoded));
  }

  private static String block(String label, String lines) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, lines);
  }
}
