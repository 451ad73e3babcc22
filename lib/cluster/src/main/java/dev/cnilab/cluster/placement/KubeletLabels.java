package dev.cnilab.cluster.placement;

import java.util.List;

/** The labels that a kubelet may give its node; Kubernetes' {@code kubeletLabels}. */
public final class KubeletLabels {
  /**
   * In order. {@code --node-labels} may set them, and {@code updateDefaultLabels} maintains them.
   */
  public static final List<String> ALL =
      List.of(
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/instance-type",
          "beta.kubernetes.io/os",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "kubernetes.io/arch",
          "kubernetes.io/hostname",
          "kubernetes.io/os",
          "node.kubernetes.io/instance-type",
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone");

  /** The namespaces of labels that it may invent. */
  public static final List<String> NAMESPACES =
      List.of("kubelet.kubernetes.io", "node.kubernetes.io");

  private static final String FOR_OTHERS = "node-restriction.kubernetes.io";

  private KubeletLabels() {}

  /** Whether a label is Kubernetes' own, and not a kubelet's to give. */
  public static boolean isReserved(String key) {
    boolean own = isWithin(key, "kubernetes.io") || isWithin(key, "k8s.io");
    return own
        && !ALL.contains(key)
        && NAMESPACES.stream().noneMatch(namespace -> isWithin(key, namespace));
  }

  /** Whether the API server keeps kubelets from changing a label. */
  public static boolean isForbidden(String key) {
    return isWithin(key, FOR_OTHERS) || isReserved(key);
  }

  private static boolean isWithin(String key, String domain) {
    int slash = key.indexOf('/');
    String namespace = slash < 0 ? "" : key.substring(0, slash);
    return namespace.equals(domain) || namespace.endsWith("." + domain);
  }
}
