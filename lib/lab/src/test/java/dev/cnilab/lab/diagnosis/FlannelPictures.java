package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pictures of two nodes with flannel, in which nothing is wrong until a test changes a line. */
abstract class FlannelPictures {
  /** Never asked, so there is no connection to close. */
  static final Cluster CLUSTER = Offline.cluster();

  static final NodeShells SHELLS = new NodeShells(CLUSTER, new Waiter(() -> null));

  static final String CONFLIST =
      """
      {"name": "cbr0", "cniVersion": "0.3.1", "plugins": [{"type": "flannel", "delegate": {"hairpinMode": true}}, {"type": "portmap"}]}\
      """;

  static final String[] PROGRAMS = {"flannel", "portmap", "loopback", "bridge", "host-local"};

  static Map<String, String> sections(int self, int other) {
    Map<String, String> sections = new HashMap<>();
    sections.put("modes", "-rwxr-xr-x 1 root root 1 Jan 1 00:00 flannel");
    sections.put("subnet", "FLANNEL_SUBNET=10.244.%d.1/24\nFLANNEL_MTU=1450".formatted(self));
    sections.put("taken", "10.244.%d.2".formatted(self));
    sections.put(
        "addresses",
        "2: eth0    inet 172.30.0.%1$d/24 brd x\n7: cni0    inet 10.244.%1$d.1/24 brd x"
            .formatted(self));
    sections.put(
        "links",
        "3: flannel.1: <UP> mtu 1450\n"
            + "7: cni0: <UP> mtu 1450\n"
            + "8: veth1@if2: <UP> mtu 1450 master cni0");
    sections.put(
        "routes",
        "default via 172.30.0.254 dev eth0\n10.244.%d.0/24 via 10.244.%d.0 dev flannel.1 onlink"
            .formatted(other, other));
    sections.put(
        "neighbours",
        "10.244.%d.0 dev flannel.1 lladdr 02:00:00:00:00:0%d PERMANENT".formatted(other, other));
    sections.put(
        "forwarding",
        "02:00:00:00:00:0%d dev flannel.1 dst 172.30.0.%d self permanent".formatted(other, other));
    sections.put(
        "filter", ":FORWARD ACCEPT [0:0]\n-A FORWARD -m comment --comment x -j FLANNEL-FWD");
    sections.put("sysctl", "net.ipv4.ip_forward = 1");
    sections.put("queues", "qdisc noqueue 0: dev eth0 root refcnt 2");
    sections.put("kubelet", "clusterDNS:\n- 10.96.0.10");
    sections.put("clock", "176000000" + self);
    sections.put("upstream", "172.30.0.254 answers");
    return sections;
  }

  static NodePicture node(
      int number, Map<String, String> sections, List<ConfigFile> files, String... binaries) {
    return node(number, "vxlan", sections, files, binaries);
  }

  static NodePicture node(
      int number,
      String backend,
      Map<String, String> sections,
      List<ConfigFile> files,
      String... binaries) {
    Json object =
        Json.parse(
            """
            {"metadata": {"name": "worker-%1$d", "annotations": {"flannel.alpha.coreos.com/backend-type": "%2$s", "flannel.alpha.coreos.com/backend-data": "{\\"VNI\\":1,\\"VtepMAC\\":\\"02:00:00:00:00:0%1$d\\"}"}},
             "spec": {"podCIDR": "10.244.%1$d.0/24"},
             "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.%1$d"}], "conditions": [{"type": "Ready", "status": "True"}]}}\
            """
                .formatted(number, backend));
    Output none = new Output("", "", new ExecResult("", "", 0));
    return new NodePicture(
        new Node(SHELLS, object),
        new NodeCni("worker-" + number, files, List.of(binaries), none),
        sections);
  }

  static Pod pod(int node) {
    return new Pod(
        CLUSTER,
        SHELLS.guard(),
        Json.parse(
            """
            {"metadata": {"name": "web-%1$d", "namespace": "shop", "labels": {"app": "web"}, "uid": "u%1$d"},
             "spec": {"nodeName": "worker-%1$d", "containers": [{"name": "web"}]},
             "status": {"phase": "Running", "podIP": "10.244.%1$d.2", "conditions": [{"type": "Ready", "status": "True"}]}}\
            """
                .formatted(node)));
  }

  static ClusterPicture picture(NodePicture first, Map<String, List<Json>> lists) {
    NodePicture second = node(2, sections(2, 1), List.of(conflist()), PROGRAMS);
    return picture(List.of(first, second), lists);
  }

  static ClusterPicture picture(List<NodePicture> nodes, Map<String, List<Json>> lists) {
    return new ClusterPicture(
        nodes,
        List.of(pod(1), pod(2)),
        lists,
        List.of(),
        new Policies(List.of(), Map.of()),
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  static ConfigFile conflist() {
    return new ConfigFile("10-flannel.conflist", CONFLIST);
  }

  static Stream<String> causes(ClusterPicture picture) {
    return Findings.in(picture).causes().stream().map(Suspicion::cause);
  }

  static ClusterPicture with(Map<String, String> sections) {
    return picture(node(1, sections, List.of(conflist()), PROGRAMS), Map.of());
  }
}
