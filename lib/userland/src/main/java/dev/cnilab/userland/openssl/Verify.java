package dev.cnilab.userland.openssl;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.net.tls.Roots;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code openssl verify}: whether an authority has signed certificates. */
final class Verify {
  /** The errors by their numbers in X509_STORE_CTX_get_error(3ssl). */
  static int code(String objection) {
    return switch (objection) {
      case "certificate is not yet valid" -> 9;
      case "certificate has expired" -> 10;
      case "self-signed certificate" -> 18;
      case "unable to get local issuer certificate" -> 20;
      default -> 21;
    };
  }

  int run(Invocation call) throws IOException {
    Roots roots = Roots.none();
    List<String> files = new ArrayList<>();
    List<String> words = call.arguments();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("-CAfile") && i + 1 < words.size()) {
        Optional<Roots> read = roots(call, words.get(++i));
        if (read.isEmpty()) {
          return 1;
        }
        roots = read.get();
      } else if (words.get(i).startsWith("-")) {
        return Openssl.refused(call, words.get(i));
      } else {
        files.add(words.get(i));
      }
    }
    int status = 0;
    for (String file : files.isEmpty() ? List.of("") : files) {
      status |= verify(call, roots, file);
    }
    return status;
  }

  /** The authorities in a file; says if there are none. */
  static Optional<Roots> roots(Invocation call, String path) throws IOException {
    try {
      return Optional.of(Roots.of(WholeText.of(call.files(), call.resolve(path), call.process())));
    } catch (CertificateException | IOException unusable) {
      call.process().err().println("Error loading file " + path);
      return Optional.empty();
    }
  }

  private static int verify(Invocation call, Roots roots, String file) throws IOException {
    Optional<Certificate> read = Openssl.read(call, file, "certificate file");
    if (read.isEmpty()) {
      return 2;
    }
    Instant now = call.process().now();
    Optional<String> objection = roots.objection(read.get().parsed(), now);
    if (objection.isEmpty()) {
      call.out().println((file.isEmpty() ? "stdin" : file) + ": OK");
      return 0;
    }
    call.process().err().println(read.get().subject());
    call.process()
        .err()
        .println(
            "error %d at 0 depth lookup: %s".formatted(code(objection.get()), objection.get()));
    call.process().err().println("error " + file + ": verification failed");
    return 2;
  }
}
