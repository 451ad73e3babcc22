package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.http.message.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answers of {@code /healthz}, {@code /livez} and {@code /readyz}. An answer comes from the
 * loop that runs the store and all that a real server starts later, so any answer shows that all of
 * it works.
 */
final class HealthChecks {
  static final List<String> ENDPOINTS = List.of("healthz", "livez", "readyz");
  private static final List<Check> CHECKS = read();

  /** A check by its real name, and the endpoints it belongs to. */
  private record Check(String name, Set<String> endpoints) {
    static Check parse(String line) {
      String[] fields = line.split("\t", -1);
      return new Check(fields[0], Set.of(fields[1].split(",", -1)));
    }
  }

  private HealthChecks() {}

  private static List<Check> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                HealthChecks.class.getResourceAsStream("health-checks.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Check::parse).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException("health-checks.txt can't be read", broken);
    }
  }

  /** The names of an endpoint's checks, in order. */
  static List<String> of(String endpoint) {
    return CHECKS.stream()
        .filter(check -> check.endpoints().contains(endpoint))
        .map(Check::name)
        .toList();
  }

  /**
   * The answer of an endpoint.
   *
   * @param excluded checks to skip
   */
  static Reply all(String endpoint, boolean verbose, List<String> excluded) {
    if (!verbose) {
      return new Reply.Text(200, "ok");
    }
    StringBuilder text = new StringBuilder();
    for (String check : of(endpoint)) {
      text.append("[+]").append(check).append(excluded.contains(check) ? " excluded: ok" : " ok");
      text.append('\n');
    }
    for (String check : excluded) {
      if (!of(endpoint).contains(check)) {
        text.append("warn: some health checks cannot be excluded: no matches for \"")
            .append(check)
            .append("\"\n");
      }
    }
    return new Reply.Text(200, text + endpoint + " check passed\n");
  }

  /** One check by its name; empty if there is none. */
  static Optional<Reply> one(String endpoint, String check) {
    return of(endpoint).contains(check) ? Optional.of(new Reply.Text(200, "ok")) : Optional.empty();
  }
}
