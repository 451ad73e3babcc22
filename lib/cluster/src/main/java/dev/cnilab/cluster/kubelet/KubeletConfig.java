package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.pod.NodeFacts;
import java.util.List;

/**
 * How a kubelet is set up.
 *
 * @param staticPodPath the directory with the manifests of static pods
 */
public record KubeletConfig(
    NodeConfig node, List<String> clusterDns, String clusterDomain, String staticPodPath) {

  /** As kubeadm sets kubelets up. */
  public static KubeletConfig kubeadm(NodeConfig node) {
    return new KubeletConfig(
        node, List.of("10.96.0.10"), "cluster.local", "/etc/kubernetes/manifests");
  }

  NodeFacts facts() {
    return new NodeFacts(node.name(), node.ip(), clusterDns, clusterDomain, node.allocatable());
  }
}
