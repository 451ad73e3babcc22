package dev.cnilab.userland.openssl;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How openssl writes names and bytes. */
final class Names {
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "2.5.4.3", "CN",
          "2.5.4.6", "C",
          "2.5.4.7", "L",
          "2.5.4.8", "ST",
          "2.5.4.10", "O",
          "2.5.4.11", "OU",
          "2.5.4.5", "serialNumber");

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "1.2.840.10045.4.3.2", "ecdsa-with-SHA256",
          "1.2.840.10045.4.3.3", "ecdsa-with-SHA384",
          "1.2.840.10045.4.3.4", "ecdsa-with-SHA512",
          "1.2.840.113549.1.1.11", "sha256WithRSAEncryption",
          "1.2.840.113549.1.1.12", "sha384WithRSAEncryption",
          "1.2.840.113549.1.1.1", "rsaEncryption",
          "1.2.840.10045.2.1", "id-ecPublicKey",
          "1.3.101.112", "ED25519");

  private Names() {}

  /** A distinguished name, in the order of its encoding. */
  static String distinguished(Der name) {
    return name.children().stream()
        .flatMap(set -> set.children().stream())
        .map(
            part -> {
              String identifier = part.child(0).identifier();
              return ATTRIBUTES.getOrDefault(identifier, identifier) + " = " + part.child(1).text();
            })
        .collect(Collectors.joining(", "));
  }

  static String algorithm(Der identifier) {
    return ALGORITHMS.getOrDefault(identifier.identifier(), identifier.identifier());
  }

  /** Bytes with colons between them. */
  static String bytes(byte[] bytes) {
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  static String upper(byte[] bytes) {
    return bytes(bytes).toUpperCase(Locale.ROOT);
  }

  /** A number in hexadecimal digits, two for each byte. */
  static String hex(BigInteger number) {
    String digits = number.toString(16).toUpperCase(Locale.ROOT);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  /** Bytes in lines of that many, each indented. */
  static String lines(byte[] bytes, int width, String indent) {
    StringBuilder lines = new StringBuilder();
    List<String> all = List.of(bytes(bytes).split(":"));
    for (int i = 0; i < all.size(); i += width) {
      int end = Math.min(all.size(), i + width);
      lines
          .append(indent)
          .append(String.join(":", all.subList(i, end)))
          .append(end < all.size() ? ":\n" : "\n");
    }
    return lines.toString();
  }
}
