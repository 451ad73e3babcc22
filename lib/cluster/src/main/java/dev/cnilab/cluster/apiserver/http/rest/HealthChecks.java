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
 * it works; but for etcd, which is a process of its own.
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

  /** Those that ask etcd. */
  private static final Set<String> OF_ETCD = Set.of("etcd", "etcd-readiness");

  private final boolean etcd;

  /**
   * The checks as they are now.
   *
   * @param etcd whether it is reached
   */
  HealthChecks(boolean etcd) {
    this.etcd = etcd;
  }

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
   * The answer of an endpoint: a word if all is well, otherwise each check.
   *
   * @param excluded checks to skip
   */
  Reply all(String endpoint, List<String> excluded) {
    return passes(endpoint, excluded) ? new Reply.Text(200, "ok") : verbose(endpoint, excluded);
  }

  private boolean passes(String endpoint, List<String> excluded) {
    return of(endpoint).stream().allMatch(check -> excluded.contains(check) || passes(check));
  }

  /** Like {@link #all}, but always with each check. */
  Reply verbose(String endpoint, List<String> excluded) {
    boolean passed = passes(endpoint, excluded);
    StringBuilder text = new StringBuilder();
    for (String check : of(endpoint)) {
      boolean skipped = excluded.contains(check);
      text.append(skipped || passes(check) ? "[+]" : "[-]").append(check);
      text.append(skipped ? " excluded: ok" : passes(check) ? " ok" : " failed: reason withheld");
      text.append('\n');
    }
    for (String check : excluded) {
      if (!of(endpoint).contains(check)) {
        text.append("warn: some health checks cannot be excluded: no matches for \"")
            .append(check)
            .append("\"\n");
      }
    }
    text.append(endpoint).append(passed ? " check passed\n" : " check failed\n");
    return new Reply.Text(passed ? 200 : 500, text.toString());
  }

  private boolean passes(String check) {
    return etcd || !OF_ETCD.contains(check);
  }

  /** One check by its name; empty if there is none. */
  Optional<Reply> one(String endpoint, String check) {
    return of(endpoint).contains(check)
        ? Optional.of(
            passes(check)
                ? new Reply.Text(200, "ok")
                : new Reply.Text(
                    500,
                    "internal server error: error getting data from etcd: context deadline"
                        + " exceeded\n"))
        : Optional.empty();
  }
}
