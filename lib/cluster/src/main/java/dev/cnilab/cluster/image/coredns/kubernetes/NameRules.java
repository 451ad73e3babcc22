package dev.cnilab.cluster.image.coredns.kubernetes;

import java.util.List;

/**
 * Which names the plugin kubernetes knows.
 *
 * @param namespaces those it serves; empty for all
 * @param endpoints what an endpoint without a hostname is called
 */
record NameRules(Pods pods, List<String> namespaces, Endpoints endpoints) {
  static final NameRules DEFAULT = new NameRules(Pods.DISABLED, List.of(), Endpoints.BY_ADDRESS);

  /** What becomes of names like 10-244-1-2.default.pod.cluster.local. */
  enum Pods {
    DISABLED,
    /** Whatever looks like an address is one. */
    INSECURE,
    /** Only those of pods in that namespace. */
    VERIFIED
  }

  /** What an endpoint without a hostname is called. */
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
