package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.pod.NodeFacts;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * How a kubelet is set up. Its file is read when it starts, and not again.
 *
 * @param bootId what tells this boot of the machine from others
 * @param clusterDns name servers of pods with the policy ClusterFirst
 * @param staticPodPath the directory with the manifests of static pods; "" if there is none
 */
record KubeletConfig(
    NodeConfig node,
    String bootId,
    List<String> clusterDns,
    String clusterDomain,
    String staticPodPath) {

  /**
   * Reads the file that the flag {@code --config} names; without the flag all has its default.
   *
   * @throws IOException in the kubelet's words if it cannot be read
   */
  static KubeletConfig read(Process process, CommandLine line, NodeConfig node) throws IOException {
    String bootId = process.files().readText("/proc/sys/kernel/random/boot_id").strip();
    Optional<String> path = line.value("config");
    return path.isPresent()
        ? read(process, node, bootId, path.get())
        : new KubeletConfig(node, bootId, List.of(), "", "");
  }

  private static KubeletConfig read(Process process, NodeConfig node, String bootId, String path)
      throws IOException {
    try {
      ConfigurationFile file = ConfigurationFile.read(process.files(), path);
      return new KubeletConfig(
          node,
          bootId,
          file.texts("clusterDNS"),
          file.text("clusterDomain", ""),
          file.text("staticPodPath", ""));
    } catch (IOException refused) {
      throw new IOException(
          "failed to load kubelet config file, path: %1$s, error: failed to load Kubelet config file %1$s, error %2$s"
              .formatted(path, refused.getMessage()),
          refused);
    }
  }

  NodeFacts facts() {
    return new NodeFacts(node.name(), node.ip(), clusterDns, clusterDomain, node.allocatable());
  }
}
