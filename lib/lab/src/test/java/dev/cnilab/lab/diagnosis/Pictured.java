package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.StuckPod;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A picture of three healthy nodes, {@code worker-1} to {@code worker-3}, each with a pod {@code
 * shop/web-N} at 10.244.N.2; a test then changes parts of it.
 */
final class Pictured {

  private static final int NODES = 3;

  private final Cluster cluster;
  private final String plugin;
  private final List<Map<String, String>> sections = new ArrayList<>();
  private final Map<String, List<Json>> lists = new HashMap<>();
  private final Map<String, String> logs = new HashMap<>();
  private final List<Json> pods = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();
  private List<Json> policies = List.of();

  private Pictured(Cluster cluster, String plugin) {
    this.cluster = cluster;
    this.plugin = plugin;
    for (int node = 1; node <= NODES; node++) {
      sections.add(new HashMap<>(plugin.equals("calico") ? calico(node) : cilium(node)));
      pods.add(pod(node));
    }
  }

  /** Calico with an IP-in-IP tunnel. */
  static Pictured calico(Cluster cluster) {
    return new Pictured(cluster, "calico");
  }

  /** Cilium with a VXLAN tunnel. */
  static Pictured cilium(Cluster cluster) {
    return new Pictured(cluster, "cilium-cni");
  }

  /** Sets the output of a place on a node; a semicolon ends a line. */
  Pictured with(int node, String section, String text) {
    sections.get(node - 1).put(section, text.replace(";", "\n"));
    return this;
  }

  /** Replaces a part of the output. */
  Pictured with(int node, String section, String piece, String other) {
    sections.get(node - 1).computeIfPresent(section, (key, text) -> text.replace(piece, other));
    return this;
  }

  /** Adds an object to a list, with single quotes for double ones. */
  Pictured with(String kind, String object) {
    lists.computeIfAbsent(kind, key -> new ArrayList<>()).add(json(object));
    return this;
  }

  /** Adds a pod. */
  Pictured withPod(String object) {
    pods.add(json(object));
    return this;
  }

  /** Replaces a part of pod {@code web-1}. */
  Pictured withFirstPod(String piece, String other) {
    pods.set(0, json(pods.getFirst().toString().replace(piece, other)));
    return this;
  }

  Pictured withPolicy(String object) {
    policies = List.of(json(object));
    return this;
  }

  Pictured withLog(String pod, String line) {
    logs.put(pod, line);
    return this;
  }

  /** Makes pod {@code web-1} lack a network, as an event says. */
  Pictured withStuck(String message) {
    stuck.add(message);
    return this;
  }

  ClusterPicture picture() {
    List<Pod> all =
        pods.stream()
            .map(object -> new Pod(cluster, new dev.cnilab.lab.guard.Guard(cluster), object))
            .toList();
    return new ClusterPicture(
        IntStream.rangeClosed(1, NODES).mapToObj(this::node).toList(),
        all,
        lists,
        stuck.stream().map(message -> new StuckPod(all.getFirst(), message)).toList(),
        new Policies(policies, Map.of("shop", Map.of())),
        List.of(),
        logs,
        List.of(),
        List.of());
  }

  /** The findings: {@code cause at where}. */
  List<String> causes() {
    return Findings.in(picture()).causes().stream()
        .map(cause -> cause.cause() + " at " + cause.where())
        .toList();
  }

  private NodePicture node(int number) {
    Json object =
        json(
            """
            {'metadata': {'name': 'worker-%1$d', 'annotations': {'projectcalico.org/IPv4Address': '172.30.0.%1$d/24'}},
             'status': {'addresses': [{'type': 'InternalIP', 'address': '172.30.0.%1$d'}], 'conditions': [{'type': 'Ready', 'status': 'True'}]}}\
            """
                .formatted(number));
    Output none = new Output("", "", new ExecResult("", "", 0));
    ConfigFile file =
        new ConfigFile(
            "10-%s.conflist".formatted(plugin),
            "{\"name\": \"net\", \"cniVersion\": \"1.0.0\", \"plugins\": [{\"type\": \"%s\"}]}"
                .formatted(plugin));
    return new NodePicture(
        new Node(new NodeShells(cluster, new dev.cnilab.lab.await.Waiter(() -> null)), object),
        new NodeCni(
            "worker-" + number, List.of(file), List.of(plugin, "loopback", "portmap"), none),
        sections.get(number - 1));
  }

  private static Json pod(int node) {
    return json(
        """
        {'metadata': {'name': 'web-%1$d', 'namespace': 'shop', 'labels': {'app': 'web', 'number': 'n%1$d'}, 'uid': 'u%1$d'},
         'spec': {'nodeName': 'worker-%1$d', 'dnsPolicy': 'ClusterFirst', 'containers': [{'name': 'web', 'ports': [{'name': 'http', 'containerPort': 8080}]}]},
         'status': {'phase': 'Running', 'podIP': '10.244.%1$d.2', 'podIPs': [{'ip': '10.244.%1$d.2'}], 'conditions': [{'type': 'Ready', 'status': 'True'}]}}\
        """
            .formatted(node));
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Map<String, String> calico(int node) {
    Map<String, String> sections = any(node);
    sections.put(
        "links",
        """
        2: eth0: <UP> mtu 1500
        3: tunl0@NONE: <NOARP,UP> mtu 1480
        4: cali1@if2: <UP> mtu 1480
        """);
    sections.put("answers", "net.ipv4.conf.cali1.proxy_arp = 1");
    sections.put("nodename", "worker-" + node);
    sections.put("addresses", addresses(node) + "3: tunl0    inet 10.244.%d.1/32".formatted(node));
    sections.put(
        "routes",
        others(node, "10.244.%1$d.0/26 via 172.30.0.%1$d dev tunl0 proto bird onlink\n")
            + "blackhole 10.244.%1$d.0/26 proto bird\n10.244.%1$d.2 dev cali1 scope link"
                .formatted(node));
    return sections;
  }

  private static Map<String, String> cilium(int node) {
    Map<String, String> sections = any(node);
    sections.put(
        "links",
        """
        2: eth0: <UP> mtu 1500
        3: cilium_net@cilium_host: <NOARP,UP> mtu 1500
        4: cilium_host@cilium_net: <NOARP,UP> mtu 1500
        5: cilium_vxlan: <UP> mtu 1500
        6: lxc1@if2: <UP> mtu 1500
        """);
    sections.put(
        "addresses", addresses(node) + "4: cilium_host    inet 10.244.%d.1/32".formatted(node));
    sections.put(
        "routes",
        others(node, "10.244.%1$d.0/24 via 10.244.9.1 dev cilium_host proto kernel mtu 1450\n")
            + "10.244.%d.0/24 via 10.244.9.1 dev cilium_host proto kernel".formatted(node));
    return sections;
  }

  private static Map<String, String> any(int node) {
    Map<String, String> sections = new HashMap<>();
    sections.put("modes", "-rwxr-xr-x 1 root root 1 Jan 1 00:00 loopback");
    sections.put("pods", "10.244.%d.2 default via 169.254.1.1 dev eth0".formatted(node));
    sections.put(
        "insides",
        "10.244.%1$d.2 2: eth0@if4: <UP> mtu 1480\n10.244.%1$d.2 ports 32768\t60999"
            .formatted(node));
    sections.put("kernel", "net.ipv4.conf.all.arp_ignore = 0");
    sections.put("settings", "net.ipv4.conf.eth0.rp_filter = 0");
    sections.put("rules", "0: from all lookup local\n32766: from all lookup main");
    sections.put(
        "podtables",
        """
        10.244.%1$d.2 inet 10.244.%1$d.2/24
        10.244.%1$d.2 rule 0: from all lookup local
        10.244.%1$d.2 route default via 169.254.1.1 dev eth0
        10.244.%1$d.2 net.ipv4.ip_default_ttl = 64
        """
            .formatted(node));
    sections.put("filter", "-A FORWARD -j cali-FORWARD");
    sections.put("kubelet", "clusterDNS:\n- 10.96.0.10\nclusterDomain: cluster.local");
    sections.put("sandboxes", "a%1$d shop/web-%1$d".formatted(node));
    sections.put(
        "resolvers",
        "a%d search shop.svc.cluster.local svc.cluster.local nameserver 10.96.0.10"
            .formatted(node));
    sections.put("hosts", "u%1$d 127.0.0.1\tlocalhost\nu%1$d 10.244.%1$d.2\tweb".formatted(node));
    return sections;
  }

  private static String addresses(int node) {
    return "2: eth0    inet 172.30.0.%d/24 brd x\n".formatted(node);
  }

  private static String others(int node, String route) {
    StringBuilder routes = new StringBuilder("default via 172.30.0.254 dev eth0\n");
    for (int other = 1; other <= NODES; other++) {
      routes.append(other == node ? "" : route.formatted(other));
    }
    return routes.toString();
  }
}
