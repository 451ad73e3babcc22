package dev.cnilab.cluster.image.coredns.kubernetes;

import java.util.List;

/**
 * Which names the plugin kubernetes knows.
 *
 * @param namespaces the served ones; empty for all
 * @param empty whether there are names of Services without an endpoint
 * @param endpoints how endpoints without a hostname are named
 */
record NameRules(Pods pods, List<String> namespaces, Endpoints endpoints, EmptyServices empty) {
  static final NameRules DEFAULT =
      new NameRules(Pods.DISABLED, List.of(), Endpoints.BY_ADDRESS, EmptyServices.KNOWN);

  /** How names like 10-244-1-2.default.pod.cluster.local are answered. */
  enum Pods {
    DISABLED,
    /** Any name that looks like an address. */
    INSECURE,
    /** Only addresses of pods in that namespace. */
    VERIFIED
  }

  /** How endpoints without a hostname are named. */
  enum Endpoints {
    BY_ADDRESS,
    BY_POD
  }

  /** Services with an address that nothing answers. */
  enum EmptyServices {
    KNOWN,
    IGNORED
  }

  NameRules withPods(Pods other) {
    return new NameRules(other, namespaces, endpoints, empty);
  }

  NameRules withNamespaces(List<String> other) {
    return new NameRules(pods, List.copyOf(other), endpoints, empty);
  }

  NameRules withPodNames() {
    return new NameRules(pods, namespaces, Endpoints.BY_POD, empty);
  }

  NameRules withoutEmptyServices() {
    return new NameRules(pods, namespaces, endpoints, EmptyServices.IGNORED);
  }
}
