package dev.cnilab.cluster.image.coredns.kubernetes;

import java.util.List;

/**
 * Which names the plugin kubernetes knows.
 *
 * @param namespaces the served ones; empty for all
 * @param endpoints how endpoints without a hostname are named
 */
record NameRules(Pods pods, List<String> namespaces, Endpoints endpoints) {
  static final NameRules DEFAULT = new NameRules(Pods.DISABLED, List.of(), Endpoints.BY_ADDRESS);

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

  NameRules withPods(Pods other) {
    return new NameRules(other, namespaces, endpoints);
  }

  NameRules withNamespaces(List<String> other) {
    return new NameRules(pods, List.copyOf(other), endpoints);
  }

  NameRules withPodNames() {
    return new NameRules(pods, namespaces, Endpoints.BY_POD);
  }
}
