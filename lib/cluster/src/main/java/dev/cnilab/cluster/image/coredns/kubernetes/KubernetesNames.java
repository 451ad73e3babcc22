package dev.cnilab.cluster.image.coredns.kubernetes;

import java.util.List;

/**
 * Which names the plugin kubernetes knows.
 *
 * @param namespaces the served ones; empty for all
 * @param empty whether there are names of Services without an endpoint
 * @param endpoints how endpoints without a hostname are named
 */
record KubernetesNames(
    Pods pods, List<String> namespaces, Endpoints endpoints, EmptyServices empty) {
  static final KubernetesNames DEFAULT =
      new KubernetesNames(Pods.DISABLED, List.of(), Endpoints.BY_ADDRESS, EmptyServices.KNOWN);

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

  KubernetesNames withPods(Pods other) {
    return new KubernetesNames(other, namespaces, endpoints, empty);
  }

  KubernetesNames withNamespaces(List<String> other) {
    return new KubernetesNames(pods, List.copyOf(other), endpoints, empty);
  }

  KubernetesNames withPodNames() {
    return new KubernetesNames(pods, namespaces, Endpoints.BY_POD, empty);
  }

  KubernetesNames withoutEmptyServices() {
    return new KubernetesNames(pods, namespaces, endpoints, EmptyServices.IGNORED);
  }
}
