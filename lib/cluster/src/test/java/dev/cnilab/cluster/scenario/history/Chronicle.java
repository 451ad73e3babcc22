package dev.cnilab.cluster.scenario.history;

import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.scenario.TestCluster;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.NamespaceKind;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that can be known of a cluster from its API and on its nodes, line by line. */
final class Chronicle {
  /** What the kernel generates on reading: commands read it. */
  private static final List<String> UNREAD = List.of("/dev", "/proc", "/sys");

  private static final List<String> IN_NAMESPACE =
      List.of(
          "ip -d -s link",
          "ip -d address",
          "ip -d route show table all",
          "ip rule",
          "ip -s neigh",
          "bridge fdb",
          "iptables-save -c",
          "ipset save",
          "conntrack -L -o id",
          "ss -anepi");

  private static final List<String> ON_NODE =
      List.of(
          "journalctl --no-pager -o short-precise",
          "ps -ef",
          "mount",
          "crictl ps -a",
          "crictl pods",
          "crictl images",
          "crictl info",
          "crictl inspect $(crictl ps -aq)",
          "crictl inspectp $(crictl pods -q)",
          "systemctl status kubelet containerd");

  private final TestCluster cluster;
  private final List<String> lines = new ArrayList<>();

  private Chronicle(TestCluster cluster) {
    this.cluster = cluster;
  }

  static List<String> of(TestCluster cluster) {
    Chronicle chronicle = new Chronicle(cluster);
    chronicle.lines.add("clock " + cluster.now());
    chronicle.objects();
    cluster.cluster().nodes().forEach(chronicle::node);
    return chronicle.lines;
  }

  private void objects() {
    for (ResourceType type : cluster.api(client -> client.types())) {
      if (type.group().startsWith("lab.")) {
        continue;
      }
      for (KubeObject object : cluster.list(type)) {
        note(
            type.plural() + " " + object.namespace() + "/" + object.name(),
            object.json().toPrettyString());
      }
    }
  }

  private void node(Node node) {
    String name = node.identity().name();
    for (String command : ON_NODE) {
      note(name + " " + command, cluster.onNode(name, command));
    }
    for (Map.Entry<String, Integer> network : networks(node).entrySet()) {
      for (String command : IN_NAMESPACE) {
        note(
            name + " " + network.getKey() + " " + command,
            cluster.onNode(name, "nsenter -t " + network.getValue() + " -n " + command));
      }
    }
    cluster.cluster().loop().call(() -> files(node));
  }

  /** A process in each network namespace. */
  private Map<String, Integer> networks(Node node) {
    return cluster
        .cluster()
        .loop()
        .call(
            () -> {
              Map<String, Integer> networks = new TreeMap<>();
              for (Process each : node.machine().processes().all()) {
                networks.putIfAbsent(
                    node.machine().namespaceIds().name(NamespaceKind.NET, each), each.pid());
              }
              return networks;
            });
  }

  private boolean files(Node node) {
    walk(node.identity().name() + " ", node.machine().files(), "");
    return true;
  }

  private void walk(String where, MountNamespace files, String directory) {
    try {
      for (String name : files.list(directory.isEmpty() ? "/" : directory)) {
        String path = directory + "/" + name;
        if (UNREAD.contains(path)) {
          continue;
        }
        FileStatus status = files.linkStatus(path);
        lines.add(where + path + " " + status);
        if (status.isDirectory()) {
          walk(where, files, path);
        } else if (status.isSymlink()) {
          lines.add(where + path + " -> " + files.readLink(path));
        } else if (status.isRegular()) {
          note(where + path, text(files.read(path)));
        }
      }
    } catch (IOException unreadable) {
      lines.add(where + directory + " " + unreadable.getMessage());
    }
  }

  private static String text(byte[] content) {
    for (byte each : content) {
      if (each == 0) {
        return HexFormat.of().formatHex(content);
      }
    }
    return new String(content, java.nio.charset.StandardCharsets.UTF_8);
  }

  private void note(String what, String text) {
    text.lines().forEach(line -> lines.add(what + ": " + line));
  }
}
