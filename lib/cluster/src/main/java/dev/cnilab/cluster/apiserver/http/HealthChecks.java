package dev.cnilab.cluster.apiserver.http;

import java.util.List;
import java.util.Optional;

/**
 * What {@code /healthz}, {@code /livez} and {@code /readyz} say. An answer comes from the loop that
 * holds the store, so an answer shows that both work; a real server has further checks, of parts
 * that are not here.
 */
final class HealthChecks {
  static final List<String> ENDPOINTS = List.of("healthz", "livez", "readyz");
  private static final List<String> CHECKS = List.of("ping", "etcd");

  private HealthChecks() {}

  static Reply all(String endpoint, boolean verbose) {
    if (!verbose) {
      return new Reply.Text(200, "ok");
    }
    StringBuilder text = new StringBuilder();
    CHECKS.forEach(check -> text.append("[+]").append(check).append(" ok\n"));
    return new Reply.Text(200, text + endpoint + " check passed\n");
  }

  /** One check by its name; empty if there is none. */
  static Optional<Reply> one(String check) {
    return CHECKS.contains(check) ? Optional.of(new Reply.Text(200, "ok")) : Optional.empty();
  }
}
