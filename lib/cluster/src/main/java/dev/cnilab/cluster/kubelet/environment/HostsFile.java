package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.ArrayList;
import java.util.List;

/** The /etc/hosts that a kubelet makes for a pod's containers. */
public final class HostsFile {
  private static final String OWN =
      """
      # Kubernetes-managed hosts file.
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters
      """;
  private static final String NODES = "# Kubernetes-managed hosts file (host network).\n";

  private HostsFile() {}

  /** The file of a pod with its own network. */
  public static String of(Pod pod, List<String> ips, PodHostname hostname) {
    StringBuilder text = new StringBuilder(OWN);
    for (String ip : ips) {
      text.append(ip).append('\t');
      if (!hostname.domain().isEmpty()) {
        text.append(hostname.qualified()).append('\t');
      }
      text.append(hostname.name()).append('\n');
    }
    return text.append(aliases(pod)).toString();
  }

  /** The file of a pod with host networking: the node's own. */
  public static String ofHostNetwork(Pod pod, String nodesFile) {
    return NODES + nodesFile + aliases(pod);
  }

  private static String aliases(Pod pod) {
    JsonNode aliases = pod.object().at("/spec/hostAliases");
    if (aliases.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n# Entries added by HostAliases.\n");
    for (JsonNode alias : aliases) {
      List<String> names = new ArrayList<>();
      alias.path("hostnames").forEach(name -> names.add(name.asText()));
      text.append(alias.path("ip").asText()).append('\t');
      text.append(String.join("\t", names)).append('\n');
    }
    return text.toString();
  }
}
