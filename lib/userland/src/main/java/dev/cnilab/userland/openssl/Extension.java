package dev.cnilab.userland.openssl;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An extension of a certificate (RFC 5280, section 4.2).
 *
 * @param value the string of bytes that holds its content, in DER
 */
record Extension(String identifier, boolean critical, Der value) {
  private static final List<String> KEY_USAGES =
      List.of(
          "Digital Signature",
          "Non Repudiation",
          "Key Encipherment",
          "Data Encipherment",
          "Key Agreement",
          "Certificate Sign",
          "CRL Sign",
          "Encipher Only",
          "Decipher Only");

  private static final Map<String, String> PURPOSES =
      Map.of(
          "1.3.6.1.5.5.7.3.1", "TLS Web Server Authentication",
          "1.3.6.1.5.5.7.3.2", "TLS Web Client Authentication",
          "1.3.6.1.5.5.7.3.3", "Code Signing",
          "1.3.6.1.5.5.7.3.4", "E-mail Protection",
          "1.3.6.1.5.5.7.3.8", "Time Stamping",
          "1.3.6.1.5.5.7.3.9", "OCSP Signing");

  private static final int BOOLEAN = 1;
  private static final int DNS = 0x82;
  private static final int IP = 0x87;

  static Extension of(Der encoded) {
    List<Der> parts = encoded.children();
    boolean critical = parts.get(1).tag() == BOOLEAN && parts.get(1).content()[0] != 0;
    return new Extension(parts.getFirst().identifier(), critical, parts.getLast());
  }

  /** The name by which {@code -ext} selects it. */
  String shortName() {
    return switch (identifier) {
      case "2.5.29.14" -> "subjectKeyIdentifier";
      case "2.5.29.15" -> "keyUsage";
      case "2.5.29.17" -> "subjectAltName";
      case "2.5.29.19" -> "basicConstraints";
      case "2.5.29.35" -> "authorityKeyIdentifier";
      case "2.5.29.37" -> "extendedKeyUsage";
      default -> identifier;
    };
  }

  /** Its two lines. */
  String text(String indent) {
    String name =
        switch (shortName()) {
          case "subjectKeyIdentifier" -> "X509v3 Subject Key Identifier";
          case "keyUsage" -> "X509v3 Key Usage";
          case "subjectAltName" -> "X509v3 Subject Alternative Name";
          case "basicConstraints" -> "X509v3 Basic Constraints";
          case "authorityKeyIdentifier" -> "X509v3 Authority Key Identifier";
          case "extendedKeyUsage" -> "X509v3 Extended Key Usage";
          default -> identifier;
        };
    return indent
        + name
        + ": "
        + (critical ? "critical" : "")
        + "\n"
        + indent
        + "    "
        + content()
        + "\n";
  }

  private String content() {
    Der whole = Der.of(value.content());
    return switch (shortName()) {
      case "subjectKeyIdentifier" -> Names.upper(whole.content());
      case "authorityKeyIdentifier" -> Names.upper(whole.child(0).content());
      case "keyUsage" -> usages(whole.content());
      case "basicConstraints" -> constraints(whole);
      case "extendedKeyUsage" ->
          whole.children().stream()
              .map(each -> PURPOSES.getOrDefault(each.identifier(), each.identifier()))
              .collect(Collectors.joining(", "));
      case "subjectAltName" ->
          whole.children().stream().map(Extension::alternative).collect(Collectors.joining(", "));
      default -> Names.upper(value.content());
    };
  }

  private static String usages(byte[] bits) {
    List<String> set = new ArrayList<>();
    for (int i = 0; i < KEY_USAGES.size() && i / 8 + 1 < bits.length; i++) {
      if ((bits[i / 8 + 1] & (0x80 >> (i % 8))) != 0) {
        set.add(KEY_USAGES.get(i));
      }
    }
    return String.join(", ", set);
  }

  private static String constraints(Der whole) {
    List<Der> parts = whole.children();
    boolean authority = !parts.isEmpty() && parts.getFirst().tag() == BOOLEAN;
    boolean limited = !parts.isEmpty() && parts.getLast().tag() != BOOLEAN;
    return "CA:"
        + Boolean.toString(authority).toUpperCase(Locale.ROOT)
        + (limited ? ", pathlen:" + parts.getLast().number() : "");
  }

  private static String alternative(Der name) {
    return switch (name.tag()) {
      case DNS -> "DNS:" + name.text();
      case IP -> "IP Address:" + address(name.content());
      default -> "URI:" + name.text();
    };
  }

  private static String address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress().toUpperCase(Locale.ROOT);
    } catch (UnknownHostException malformed) {
      return "<invalid>";
    }
  }
}
