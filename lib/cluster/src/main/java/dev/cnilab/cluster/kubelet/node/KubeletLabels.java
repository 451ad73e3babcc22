package dev.cnilab.cluster.kubelet.node;

import java.util.List;

/** The labels that a kubelet gives its node; Kubernetes' {@code kubeletLabels}. */
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

  private KubeletLabels() {}
}
