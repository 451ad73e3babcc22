package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.scenario.TestCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much there is of everything that pods leave behind when something forgets it, summed over the
 * nodes: pods of the system may have moved to another one.
 */
record Leftovers(Map<String, Long> counts) {
  private static final Map<String, String> ON_NODE =
      Map.ofEntries(
          Map.entry("directories of pods", "ls /var/lib/kubelet/pods"),
          Map.entry("directories of logs", "ls /var/log/pods"),
          Map.entry("links to logs", "ls /var/log/containers"),
          Map.entry("named network namespaces", "ls /run/netns"),
          Map.entry("sandboxes", "crictl pods -q"),
          Map.entry("running containers", "crictl ps -q"),
          Map.entry(
              "sandboxes on the disk",
              "ls /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes"),
          Map.entry(
              "tasks of containerd", "ls /run/containerd/io.containerd.runtime.v2.task/k8s.io"),
          Map.entry("links", "ip -o link | grep -v ': cni0:'"),
          Map.entry("routes", "ip route show table all | grep -v cni0"),
          Map.entry("rules of routing", "ip rule"),
          Map.entry("addresses of host-local", "find /var/lib/cni/networks -name '10.*'"),
          Map.entry("results of CNI", "find /var/lib/cni/results /var/lib/cni/flannel -type f"),
          Map.entry("rules of nat", "iptables-save -t nat | grep '^-A'"),
          Map.entry("rules of filter", "iptables-save -t filter | grep '^-A'"),
          Map.entry("chains of nat", "iptables-save -t nat | grep '^:'"),
          Map.entry("chains of filter", "iptables-save -t filter | grep '^:'"),
          Map.entry("rules of mangle and raw", "iptables-save -t mangle; iptables-save -t raw"),
          Map.entry("mounts", "mount"),
          Map.entry("processes", "ps -eo comm"),
          Map.entry("files in /root and net.d", "ls -A /root /etc/cni/net.d /opt/cni/bin"));

  static Leftovers of(TestCluster cluster) {
    Map<String, Long> counts = new TreeMap<>();
    for (ResourceType type : cluster.api(client -> client.types())) {
      if (!type.group().startsWith("lab.") && !type.plural().equals("events")) {
        counts.put(type.plural() + "." + type.group(), (long) cluster.list(type).size());
      }
    }
    for (Node node : cluster.cluster().nodes()) {
      ON_NODE.forEach(
          (what, command) ->
              counts.merge(
                  what,
                  cluster.onNode(node.identity().name(), command + " 2>/dev/null").lines().count(),
                  Long::sum));
    }
    return new Leftovers(counts);
  }

  /** What there is more or less of than before: {@code links 14 -> 15}. */
  List<String> since(Leftovers before) {
    return counts.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.counts.getOrDefault(entry.getKey(), 0L)))
        .map(
            entry ->
                entry.getKey()
                    + " "
                    + before.counts.getOrDefault(entry.getKey(), 0L)
                    + " -> "
                    + entry.getValue())
        .toList();
  }
}
