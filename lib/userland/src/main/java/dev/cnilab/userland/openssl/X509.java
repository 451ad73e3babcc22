package dev.cnilab.userland.openssl;

import dev.cnilab.userland.command.Invocation;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code openssl x509}: prints a certificate. */
final class X509 {
  private static final Set<String> SHOWN =
      Set.of(
          "-text",
          "-subject",
          "-issuer",
          "-dates",
          "-startdate",
          "-enddate",
          "-serial",
          "-fingerprint",
          "-pubkey",
          "-ext");

  private static final Set<String> DIGESTS =
      Set.of("-sha1", "-sha256", "-sha384", "-sha512", "-md5");

  /** A printed part, and the names of the extensions if it is about those. */
  private record Part(String option, String value) {}

  private final List<Part> parts = new ArrayList<>();
  private String path = "";
  private String digest = "sha1";
  private Optional<Duration> atLeast = Optional.empty();
  private boolean silent;

  int run(Invocation call) throws IOException {
    List<String> words = call.arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).startsWith("--") ? words.get(i).substring(1) : words.get(i);
      boolean takesValue = Set.of("-in", "-inform", "-ext", "-checkend").contains(word);
      if (takesValue && i + 1 == words.size()) {
        return usage(call, "Option " + word + " needs a value");
      }
      String value = takesValue ? words.get(++i) : "";
      if (SHOWN.contains(word)) {
        parts.add(new Part(word, value));
      } else if (DIGESTS.contains(word)) {
        digest = word.substring(1);
      } else if (word.equals("-in")) {
        path = value;
      } else if (word.equals("-noout")) {
        silent = true;
      } else if (word.equals("-checkend") && value.matches("\\d{1,15}")) {
        atLeast = Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      } else if (word.equals("-checkend")) {
        return usage(call, "Can't parse \"" + value + "\" as a number");
      } else if (!word.equals("-inform") || !value.equalsIgnoreCase("PEM")) {
        return Openssl.refused(call, word);
      }
    }
    Optional<Certificate> certificate = Openssl.read(call, path, "certificate");
    return certificate.isEmpty() ? 1 : show(call, certificate.get());
  }

  private static int usage(Invocation call, String problem) {
    call.process().err().println("x509: " + problem);
    call.process().err().println("x509: Use -help for summary.");
    return 1;
  }

  private int show(Invocation call, Certificate certificate) {
    for (Part part : parts) {
      call.out().print(text(certificate, part));
    }
    if (atLeast.isPresent()) {
      Instant end = certificate.parsed().getNotAfter().toInstant();
      boolean expires = end.isBefore(call.process().now().plus(atLeast.get()));
      call.out().println("Certificate will " + (expires ? "" : "not ") + "expire");
      return expires ? 1 : 0;
    }
    if (!silent) {
      call.out().print(certificate.pem());
    }
    return 0;
  }

  private String text(Certificate certificate, Part part) {
    String begin = "notBefore=" + certificate.begin() + "\n";
    String end = "notAfter=" + certificate.end() + "\n";
    return switch (part.option()) {
      case "-text" -> certificate.text();
      case "-subject" -> "subject=" + certificate.subject() + "\n";
      case "-issuer" -> "issuer=" + certificate.issuer() + "\n";
      case "-dates" -> begin + end;
      case "-startdate" -> begin;
      case "-enddate" -> end;
      case "-serial" -> "serial=" + certificate.serial() + "\n";
      case "-fingerprint" -> digest + " Fingerprint=" + fingerprint(certificate) + "\n";
      case "-pubkey" -> certificate.publicKey();
      default -> extensions(certificate, List.of(part.value().split(",")));
    };
  }

  private String fingerprint(Certificate certificate) {
    try {
      String name = digest.replaceFirst("^sha", "SHA-");
      return Names.upper(MessageDigest.getInstance(name).digest(certificate.encoded()));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static String extensions(Certificate certificate, List<String> names) {
    StringBuilder text = new StringBuilder();
    certificate.extensions().stream()
        .filter(each -> names.contains(each.shortName()))
        .forEach(each -> text.append(each.text("")));
    return text.isEmpty() ? "No extensions matched the given names\n" : text.toString();
  }
}
