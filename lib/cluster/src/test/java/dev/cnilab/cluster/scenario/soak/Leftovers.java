package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.scenario.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The number of everything that pods can leave behind, summed over the nodes, because system pods
 * may have moved to another one.
 */
record Leftovers(Map<String, List<String>> found) {
  /** On each node where a namespace has a pod, as system pods may be anywhere. */
  private static final String OF_NAMESPACES =
      "^-A cali-pr|isolation for namespace|-A WEAVE-NPC-EGRESS-DEFAULT .*-j RETURN";

  private static final Map<String, String> ON_NODE =
      Map.ofEntries(
          Map.entry("directories of pods", "ls /var/lib/kubelet/pods"),
          Map.entry("directories of logs", "ls /var/log/pods"),
          Map.entry("links to logs", "ls /var/log/containers"),
          Map.entry("named network namespaces", "ls /run/netns"),
          // For a pod with a dead container the runtime also keeps its sandbox.
          Map.entry(
              "pods with sandboxes",
              "crictl pods | sed -E 's/.* (Ready|NotReady) +([^ ]+) +([^ ]+) .*/\\3 \\2/' | sort"
                  + " -u"),
          Map.entry("running containers", "crictl ps -q"),
          Map.entry(
              "sandboxes only on the disk",
              "{ crictl pods -q; ls /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes; }"
                  + " | sort | uniq -u"),
          Map.entry(
              "tasks of containerd", "ls /run/containerd/io.containerd.runtime.v2.task/k8s.io"),
          Map.entry("links", "ip -o link | grep -v ': cni0:'"),
          Map.entry("routes", "ip route show table all | grep -v cni0"),
          Map.entry("rules of routing", "ip rule"),
          Map.entry("addresses of host-local", "find /var/lib/cni/networks -name '10.*'"),
          Map.entry("results of CNI", "find /var/lib/cni/results /var/lib/cni/flannel -type f"),
          Map.entry("rules of nat", "iptables-save -t nat | grep '^-A'"),
          Map.entry(
              "rules of filter",
              "iptables-save -t filter | grep '^-A' | grep -Ev '" + OF_NAMESPACES + "'"),
          Map.entry("chains of nat", "iptables-save -t nat | grep '^:'"),
          Map.entry("chains of filter", "iptables-save -t filter | grep '^:' | grep -v :cali-pr"),
          Map.entry("rules of mangle and raw", "iptables-save -t mangle; iptables-save -t raw"),
          Map.entry("mounts", "mount"),
          Map.entry("processes", "ps -eo comm"),
          Map.entry("files in /root and net.d", "ls -A /root /etc/cni/net.d /opt/cni/bin"));

  private static final String HEADING = "=== ";

  private static final String SCRIPT =
      ON_NODE.entrySet().stream()
          .map(
              each ->
                  "echo '"
                      + HEADING
                      + each.getKey()
                      + "'; { "
                      + each.getValue()
                      + "; } 2>/dev/null\n")
          .collect(Collectors.joining());

  static Leftovers of(TestCluster cluster) {
    Map<String, List<String>> found = new TreeMap<>();
    for (ResourceType type : cluster.api(client -> client.types())) {
      if (!type.group().startsWith("lab.") && !type.plural().equals("events")) {
        found.put(
            type.plural() + "." + type.group(),
            cluster.list(type).stream().map(each -> each.namespace() + "/" + each.name()).toList());
      }
    }
    for (Node node : cluster.cluster().nodes()) {
      String name = node.identity().name();
      List<String> into = new ArrayList<>();
      for (String line : cluster.onNode(name, SCRIPT).lines().toList()) {
        if (line.startsWith(HEADING)) {
          String what = line.substring(HEADING.length());
          into = found.computeIfAbsent(what, none -> new ArrayList<>());
        } else {
          into.add(line);
        }
      }
    }
    return new Leftovers(found);
  }

  /** What has changed in number: {@code links 14 -> 15}, and which are new. */
  List<String> since(Leftovers before) {
    List<String> changes = new ArrayList<>();
    found.forEach(
        (what, lines) -> {
          List<String> past = before.found.getOrDefault(what, List.of());
          if (past.size() != lines.size()) {
            List<String> added = new ArrayList<>(lines);
            past.forEach(added::remove);
            changes.add(what + " " + past.size() + " -> " + lines.size() + " " + added);
          }
        });
    return changes;
  }
}
