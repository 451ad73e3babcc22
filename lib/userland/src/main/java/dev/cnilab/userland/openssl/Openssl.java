package dev.cnilab.userland.openssl;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openssl}: the commands that look at certificates; OpenSSL 3.0. */
public final class Openssl implements Command {
  private static final String VERSION =
      "OpenSSL 3.0.17 1 Jul 2025 (Library: OpenSSL 3.0.17 1 Jul 2025)";

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

  /** The other commands of its manual; it says by name that they are not here. */
  private static final List<String> ABSENT =
      List.of(
          "asn1parse",
          "ca",
          "ciphers",
          "cms",
          "crl",
          "crl2pkcs7",
          "dgst",
          "dhparam",
          "dsa",
          "ec",
          "ecparam",
          "enc",
          "genpkey",
          "genrsa",
          "ocsp",
          "passwd",
          "pkcs12",
          "pkcs7",
          "pkcs8",
          "pkey",
          "pkeyutl",
          "prime",
          "rand",
          "rehash",
          "req",
          "rsa",
          "rsautl",
          "s_server",
          "s_time",
          "sess_id",
          "smime",
          "speed",
          "spkac",
          "storeutl",
          "ts");

  @Override
  public int run(Invocation call) throws IOException {
    if (call.arguments().isEmpty()) {
      throw call.failure(1, "the interactive mode is not available on this machine");
    }
    String name = call.arguments().getFirst();
    Invocation rest = call.with(call.arguments().subList(1, call.arguments().size()));
    return switch (name) {
      case "x509" -> new X509().run(rest.as("x509"));
      case "verify" -> new Verify().run(rest.as("verify"));
      case "s_client" -> new SslClient().run(rest.as("s_client"));
      case "version" -> {
        call.out().println(VERSION);
        yield 0;
      }
      default -> {
        call.process()
            .err()
            .println(
                ABSENT.contains(name)
                    ? "openssl " + name + " is not available on this machine"
                    : "Invalid command '" + name + "'; type \"help\" for a list.");
        yield 1;
      }
    };
  }

  /** Refuses an option that is not supported. */
  static int refused(Invocation call, String option) {
    call.process()
        .err()
        .println(call.name() + ": option '" + option + "' is not available on this machine");
    return 1;
  }

  /**
   * Reads a certificate; says why if it can't.
   *
   * @param path empty for standard input
   * @param what the word for the file in messages
   */
  static Optional<Certificate> read(Invocation call, String path, String what) throws IOException {
    String text;
    try (InputStream in = call.open(path.isEmpty() ? "-" : path)) {
      text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (FileException missing) {
      call.process()
          .err()
          .println("Could not open file or uri for loading " + what + " from " + path);
      call.process().err().println("Unable to load " + what);
      return Optional.empty();
    }
    Matcher block = CERTIFICATE.matcher(text);
    try {
      if (block.find()) {
        return Optional.of(
            new Certificate(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                            new ByteArrayInputStream(
                                block.group().getBytes(StandardCharsets.US_ASCII)))));
      }
    } catch (CertificateException malformed) {
      // As if it held none.
    }
    call.process()
        .err()
        .println("Could not read " + what + " from " + (path.isEmpty() ? "<stdin>" : path));
    call.process().err().println("Unable to load " + what);
    return Optional.empty();
  }
}
