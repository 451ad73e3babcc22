package dev.cnilab.cluster.apiserver.admission.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The Pod Security Standards, the weakest first. */
enum Level {
  PRIVILEGED(List.of()),
  BASELINE(BaselineChecks.ALL),
  RESTRICTED(
      Stream.concat(
              BaselineChecks.ALL.stream()
                  .filter(check -> !RestrictedChecks.STRICTER.contains(check)),
              RestrictedChecks.ALL.stream())
          .toList());

  @SuppressWarnings("Immutable") // The lists made by List.of and Stream.toList are immutable
  private final List<PodCheck> checks;

  Level(List<PodCheck> checks) {
    this.checks = checks;
  }

  /** The level that a label names. */
  static Optional<Level> named(String label) {
    return Arrays.stream(values()).filter(level -> level.toString().equals(label)).findFirst();
  }

  /** The violations of a pod, in the order of the real registry of checks. */
  List<Violation> violations(PodSpec pod) {
    return checks.stream().flatMap(check -> check.look(pod).stream()).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
