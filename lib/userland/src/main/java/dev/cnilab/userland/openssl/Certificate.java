package dev.cnilab.userland.openssl;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A certificate as openssl shows it. */
record Certificate(X509Certificate parsed) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss uuuu 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String EC = "id-ecPublicKey";
  private static final int EXTENSIONS = 0xa3;
  private static final int KEY_WIDTH = 15;
  private static final int SIGNATURE_WIDTH = 18;
  private static final int LONGEST_NUMBER = 63;

  /** The bytes of the certificate. */
  byte[] encoded() {
    try {
      return parsed.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("it was parsed from its bytes", impossible);
    }
  }

  private Der whole() {
    return Der.of(encoded());
  }

  /** What has been signed, from the serial number on. */
  private List<Der> parts() {
    List<Der> parts = whole().child(0).children();
    return parts.subList(1, parts.size());
  }

  String subject() {
    return Names.distinguished(parts().get(4));
  }

  String issuer() {
    return Names.distinguished(parts().get(2));
  }

  String begin() {
    return time(parsed.getNotBefore().toInstant());
  }

  String end() {
    return time(parsed.getNotAfter().toInstant());
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  String serial() {
    return Names.hex(parsed.getSerialNumber());
  }

  List<Extension> extensions() {
    Der last = parts().getLast();
    return last.tag() == EXTENSIONS
        ? last.child(0).children().stream().map(Extension::of).toList()
        : List.of();
  }

  String pem() {
    return pem("CERTIFICATE", encoded());
  }

  String publicKey() {
    return pem("PUBLIC KEY", parsed.getPublicKey().getEncoded());
  }

  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
  }

  /** All of it in words. */
  String text() {
    String algorithm = Names.algorithm(whole().child(1).child(0));
    StringBuilder text = new StringBuilder();
    text.append("Certificate:\n    Data:\n        Version: ")
        .append(parsed.getVersion())
        .append(" (0x")
        .append(parsed.getVersion() - 1)
        .append(")\n")
        .append(number())
        .append("        Signature Algorithm: ")
        .append(algorithm)
        .append("\n        Issuer: ")
        .append(issuer())
        .append("\n        Validity\n            Not Before: ")
        .append(begin())
        .append("\n            Not After : ")
        .append(end())
        .append("\n        Subject: ")
        .append(subject())
        .append("\n        Subject Public Key Info:\n")
        .append(key());
    if (!extensions().isEmpty()) {
      text.append("        X509v3 extensions:\n");
      extensions().forEach(each -> text.append(each.text("            ")));
    }
    byte[] signature = whole().child(2).content();
    return text.append("    Signature Algorithm: ")
        .append(algorithm)
        .append("\n    Signature Value:\n")
        .append(
            Names.lines(
                Arrays.copyOfRange(signature, 1, signature.length), SIGNATURE_WIDTH, "        "))
        .toString();
  }

  private String number() {
    String title = "        Serial Number:";
    return parsed.getSerialNumber().bitLength() <= LONGEST_NUMBER
        ? "%s %d (0x%x)\n".formatted(title, parsed.getSerialNumber(), parsed.getSerialNumber())
        : title + "\n            " + Names.bytes(parsed.getSerialNumber().toByteArray()) + "\n";
  }

  private String key() {
    Der info = parts().get(5);
    String algorithm = Names.algorithm(info.child(0).child(0));
    byte[] bits = info.child(1).content();
    byte[] key = Arrays.copyOfRange(bits, 1, bits.length);
    String head = "            Public Key Algorithm: " + algorithm + "\n";
    if (algorithm.equals(EC)) {
      String curve = info.child(0).child(1).identifier();
      return head
          + "                Public-Key: (%d bit)\n".formatted(key.length / 2 * 8)
          + "                pub:\n"
          + Names.lines(key, KEY_WIDTH, "                    ")
          + curve(curve);
    }
    if (!algorithm.equals("rsaEncryption")) {
      return head;
    }
    Der pair = Der.of(key);
    return head
        + "                Public-Key: (%d bit)\n".formatted(pair.child(0).number().bitLength())
        + "                Modulus:\n"
        + Names.lines(pair.child(0).content(), KEY_WIDTH, "                    ")
        + "                Exponent: %1$d (0x%1$x)\n".formatted(pair.child(1).number());
  }

  private static String curve(String identifier) {
    return switch (identifier) {
      case "1.2.840.10045.3.1.7" ->
          "                ASN1 OID: prime256v1\n                NIST CURVE: P-256\n";
      case "1.3.132.0.34" ->
          "                ASN1 OID: secp384r1\n                NIST CURVE: P-384\n";
      case "1.3.132.0.35" ->
          "                ASN1 OID: secp521r1\n                NIST CURVE: P-521\n";
      default -> "                ASN1 OID: " + identifier + "\n";
    };
  }
}
