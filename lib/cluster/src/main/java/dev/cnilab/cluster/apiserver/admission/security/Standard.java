package dev.cnilab.cluster.apiserver.admission.security;

import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a namespace demands of its pods in one mode.
 *
 * @param version of the standard, as in the label; {@code latest} is what is checked
 */
record Standard(Level level, String version) {
  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final List<String> MODES = List.of("enforce", "audit", "warn");
  static final Standard NONE = new Standard(Level.PRIVILEGED, "latest");

  /** The standard that pods must meet. */
  static Standard enforced(Map<String, String> labels) {
    return of(labels, "enforce");
  }

  /**
   * The standard whose violations users are warned of: the enforced one, unless the namespace sets
   * another.
   */
  static Standard warned(Map<String, String> labels) {
    return labels.containsKey(PREFIX + "warn") ? of(labels, "warn") : enforced(labels);
  }

  private static Standard of(Map<String, String> labels, String mode) {
    return Level.named(labels.getOrDefault(PREFIX + mode, ""))
        .map(
            level -> new Standard(level, labels.getOrDefault(PREFIX + mode + "-version", "latest")))
        .orElse(NONE);
  }

  /** What is wrong with the labels of a namespace. */
  static List<FieldError> errors(Map<String, String> labels) {
    List<FieldError> errors = new ArrayList<>();
    for (String mode : MODES) {
      String level = labels.get(PREFIX + mode);
      if (level != null && Level.named(level).isEmpty()) {
        errors.add(
            FieldError.invalid(
                label(mode), level, "must be one of privileged, baseline, restricted"));
      }
      String version = labels.getOrDefault(PREFIX + mode + "-version", "latest");
      if (!version.matches("latest|v1\\.(0|[1-9]\\d*)")) {
        errors.add(
            FieldError.invalid(
                label(mode + "-version"), version, "must be \"latest\" or \"v1.x\""));
      }
    }
    return errors;
  }

  private static String label(String key) {
    return "metadata.labels[" + PREFIX + key + "]";
  }

  /** The pod's violations in words, "" if there are none. */
  String words(PodSpec pod) {
    List<Violation> violations = level.violations(pod);
    return violations.isEmpty()
        ? ""
        : "PodSecurity \"%s\": %s"
            .formatted(
                this,
                violations.stream().map(Violation::toString).collect(Collectors.joining(", ")));
  }

  /** Only the names of the checks that a pod fails, "" if it passes all. */
  String reasons(KubeObject pod) {
    return level.violations(new PodSpec(pod.at("/spec"))).stream()
        .map(Violation::reason)
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return level + ":" + version;
  }
}
