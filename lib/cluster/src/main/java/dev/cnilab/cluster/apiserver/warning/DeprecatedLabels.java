package dev.cnilab.cluster.apiserver.warning;

import java.util.Map;
import java.util.Optional;

/** Node labels that have been renamed ({@code k8s.io/kubernetes/pkg/api/node}). */
final class DeprecatedLabels {
  /** A label's new name, and since when the old one is deprecated. */
  private record Successor(String since, String name) {}

  private static final Map<String, Successor> SUCCESSORS =
      Map.of(
          "beta.kubernetes.io/arch", new Successor("v1.14", "kubernetes.io/arch"),
          "beta.kubernetes.io/os", new Successor("v1.14", "kubernetes.io/os"),
          "failure-domain.beta.kubernetes.io/region",
              new Successor("v1.17", "topology.kubernetes.io/region"),
          "failure-domain.beta.kubernetes.io/zone",
              new Successor("v1.17", "topology.kubernetes.io/zone"),
          "beta.kubernetes.io/instance-type",
              new Successor("v1.17", "node.kubernetes.io/instance-type"));

  private DeprecatedLabels() {}

  /** The warning about the use of a label; empty if it is current. */
  static Optional<String> warning(String path, String label) {
    return Optional.ofNullable(SUCCESSORS.get(label))
        .map(
            now ->
                path
                    + ": deprecated since "
                    + (now.since() + "; use \"" + now.name() + "\" instead"));
  }
}
