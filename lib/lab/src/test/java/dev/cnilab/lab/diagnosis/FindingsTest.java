package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.ExecResult;
import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.evidence.Stuck;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings in pictures of two nodes with flannel, with one line wrong. */
class FindingsTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
      contexts: [{name: c, context: {cluster: c, user: u}}]
      users: [{name: u, user: {}}]
      current-context: c
      """;
  @AutoClose private static final Cluster CLUSTER = Cluster.fromKubeconfig(KUBECONFIG);
  private static final NodeShells SHELLS =
      new NodeShells(CLUSTER, new dev.cnilab.lab.await.Waiter(() -> null));
  private static final String CONFLIST =
      """
      {"name": "cbr0", "cniVersion": "0.3.1", "plugins": [{"type": "flannel", "delegate": {"hairpinMode": true}}, {"type": "portmap"}]}\
      """;

  private static final String[] PROGRAMS = {
    "flannel", "portmap", "loopback", "bridge", "host-local"
  };

  private static Map<String, String> sections(int self, int other) {
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

  private static NodePicture node(
      int number, Map<String, String> sections, List<ConfigFile> files, String... binaries) {
    return node(number, "vxlan", sections, files, binaries);
  }

  private static NodePicture node(
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

  private static Pod pod(int node) {
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

  private static Picture picture(NodePicture first, Map<String, List<Json>> lists) {
    NodePicture second = node(2, sections(2, 1), List.of(conflist()), PROGRAMS);
    return picture(List.of(first, second), lists);
  }

  private static Picture picture(List<NodePicture> nodes, Map<String, List<Json>> lists) {
    return new Picture(
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

  private static ConfigFile conflist() {
    return new ConfigFile("10-flannel.conflist", CONFLIST);
  }

  private static Stream<String> causes(Picture picture) {
    return Findings.in(picture).causes().stream().map(Suspicion::cause);
  }

  private static Picture with(Map<String, String> sections) {
    return picture(node(1, sections, List.of(conflist()), PROGRAMS), Map.of());
  }

  @Test
  void nothing_is_found_where_nothing_is_wrong() {
    Findings findings = Findings.in(with(sections(1, 2)));
    assertThat(findings.causes()).isEmpty();
    assertThat(findings.healthy()).isTrue();
    assertThat(findings.inJson()).contains("\"healthy\" : true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sysctl | net.ipv4.ip_forward = 0 | forwarding-off",
        "sysctl | net.ipv4.ip_forward = 1;net.ipv4.conf.cni0.forwarding = 0 | forwarding-off",
        "sysctl | net.bridge.bridge-nf-call-iptables = 0 | bridge-rules-skipped",
        "routes | default via 172.30.0.254 dev eth0 | route-missing",
        "addresses | 2: eth0    inet 172.30.0.1/24;7: cni0    inet 10.240.7.1/24 brd x |"
            + " bridge-other-address",
        "addresses | 2: eth0    inet 172.30.0.1/24;7: cni0    inet 10.244.1.1/24 brd x;2: eth0   "
            + " inet 10.244.2.2/32 scope global eth0 | address-twice",
        "links | 3: flannel.1: <UP> mtu 1450 | bridge-missing",
        "links | 3: flannel.1: <UP> mtu 1300;7: cni0: <UP> mtu 1450;8: veth1@if2: <UP> mtu 1450"
            + " master cni0 | tunnel-mtu",
        "links | 3: flannel.1: <UP> mtu 1450;7: cni0: <UP> mtu 1450 | pod-link-missing",
        "links | 7: cni0: <BROADCAST> mtu 1450;8: veth1@if2: <UP> mtu 1450 master cni0 |"
            + " bridge-down",
        "ports | 8: veth1@if2: <UP> mtu 1450 master cni0 state forwarding | port-isolated",
        "routes | default via 172.30.0.254 dev eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1"
            + " onlink;10.244.2.0/29 dev docker0 proto kernel scope link src 10.244.2.6 |"
            + " range-overlaps",
        "rules | 32765: from 10.244.1.2 blackhole | routing-rule",
        "neighbours | 10.244.2.0 dev flannel.1 lladdr 02:00:00:00:00:02 PERMANENT;172.30.0.2 dev"
            + " eth0 lladdr 02:00:00:00:00:77 PERMANENT | neighbour-fixed",
        "units | kubelet inactive;containerd active | kubelet-stopped",
        "units | kubelet active;containerd failed | runtime-stopped",
        "units | kubelet active;containerd activating | runtime-stopped",
        "runtime | cni config load failed: no network config found in /etc/cni/conf.d: cni plugin"
            + " not initialized | runtime-conf-dir",
        "calls | 03:20 /bin/sh /opt/cni/bin/flannel | plugin-hanging",
        "filter | *nat;-A POSTROUTING -o eth0 -j SNAT --to-source 192.0.2.9 | packets-rewritten",
        "routes | default via 172.30.0.2 dev eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1"
            + " onlink | route-wrong",
        "insides | 10.244.1.2 2: eth0    inet 10.244.1.2/24 brd x;10.244.1.2 2: eth0    inet"
            + " 10.244.2.2/24 brd x | address-twice",
        "insides | 10.244.1.2 2: eth0@if4: <UP> mtu 1450 link/ether 02:00:00:00:00:11 brd"
            + " x;10.244.1.3 2: eth0@if5: <UP> mtu 1450 link/ether 02:00:00:00:00:11 brd x |"
            + " mac-twice",
        "insides | 10.244.1.2 2: eth0@if4: <UP> mtu 9000 qdisc x | pod-mtu",
        "addresses | 2: eth0    inet 172.30.0.1/24;7: cni0    inet 10.244.1.1/24 brd x;2: eth0   "
            + " inet 172.30.0.2/32 scope global eth0 | address-twice",
        "addresses | 7: cni0    inet 10.244.1.1/24 brd x | node-address-missing",
        "links | 2: eth0: <BROADCAST> mtu 1500;3: flannel.1: <UP> mtu 1450;7: cni0: <UP> mtu"
            + " 1450;8: veth1@if2: <UP> mtu 1450 master cni0 | uplink-down",
        "bridgeports | 8: veth1@eth0: <UP> mtu 1450 master cni0 state disabled priority 32 hairpin"
            + " on guard off | port-blocked",
        "bridgeports | 8: veth1@eth0: <UP> mtu 1450 master cni0 state forwarding priority 32"
            + " hairpin off guard off;9: veth2@eth0: <UP> mtu 1450 master cni0 state forwarding"
            + " hairpin on guard off | hairpin-off",
        "clock | 1893456000 | clock-wrong",
        "handshake | tls: failed to verify certificate: x509: certificate signed by unknown"
            + " authority | authority-unknown",
        "links | 7: cni0: <UP> mtu 1450;8: veth1@if2: <UP> mtu 1450 | link-loose",
        "neighbours | 10.244.2.0 dev flannel.1 lladdr 02:00:00:00:00:99 PERMANENT |"
            + " tunnel-neighbour-wrong",
        "forwarding | 33:33:00:00:00:01 dev eth0 self permanent | tunnel-forwarding-missing",
        "filter | -A INPUT -p udp -m udp --dport 8472 -j DROP | packets-dropped",
        "filter | :FORWARD DROP [0:0] | packets-dropped",
        "filter | -A INPUT -s 172.30.0.2/32 -j DROP | packets-dropped",
        "filter | -A FORWARD -s 10.244.2.0/28 -j DROP | packets-dropped",
        "filter | :INPUT DROP [0:0];-A INPUT -j KUBE-FIREWALL | packets-dropped",
        "tables | table inet fw {;chain out {;udp dport 53 drop | packets-dropped",
        "connections | 250000;262144 | connections-full",
        "routes | 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink | default-route-missing",
        "neighbours | 10.244.2.0 dev flannel.1 lladdr 02:00:00:00:00:02 PERMANENT;10.244.1.2 dev"
            + " cni0 lladdr 02:00:00:00:00:77 PERMANENT | neighbour-fixed",
        "addresses | 2: eth0    inet 172.30.0.1/24 | bridge-other-address",
        "links | 3: flannel.1: <BROADCAST> mtu 1450;7: cni0: <UP> mtu 1450;8: veth1@if2: <UP> mtu"
            + " 1450 master cni0 | tunnel-down",
        "links | 3: flannel.1: <UP> mtu 1450;7: cni0: <UP> mtu 1000;8: veth1@if2: <UP> mtu 1450"
            + " master cni0 | bridge-mtu",
        "links | 3: flannel.1: <UP> mtu 1450;7: cni0: <NOARP,UP> mtu 1450;8: veth1@if2: <UP> mtu"
            + " 1450 master cni0 | arp-off",
        "queues | qdisc netem 8001: dev eth0 root refcnt 2 limit 1000 loss 30% | packets-lost",
        "queues | qdisc netem 8001: dev eth0 root refcnt 2 limit 1000 delay 300ms | packets-late",
        "subnet | FLANNEL_SUBNET=10.244.9.1/24 | agent-other-range",
        "pods | 10.244.1.9 default via 10.244.1.1 dev eth0;10.244.1.2 | pod-route-missing",
        "tunnels | 3: flannel.1: <UP> vxlan id 2 local x dstport 8472 nolearning | tunnel-number",
        "queues | in the pod 10.244.1.2:qdisc netem 8001: dev eth0 root loss 30% | packets-lost",
        "sysctl | net.ipv4.ip_forward = 1;net.ipv4.conf.eth0.forwarding = 0 | forwarding-off",
        "routes | default via 172.30.0.254 dev eth0;10.244.2.0/24 via 172.30.0.99 dev eth0"
            + " | route-wrong",
        "filter | :KUBE-POSTROUTING - [0:0];-A PREROUTING -j KUBE-SERVICES | masquerade-missing",
        "filter | *nat;:KUBE-SERVICES - [0:0];-A OUTPUT -j KUBE-SERVICES | service-rules-missing",
        "bridges | 7: cni0: <UP> mtu 1450 bridge forward_delay 1500 vlan_filtering 1 vlan_protocol"
            + " x | bridge-vlans",
        "bridges | 7: cni0: <UP> mtu 1450 bridge ageing_time 30000 stp_state 1 priority x"
            + " | bridge-spanning-tree",
        "bridgeports | 8: veth1@eth0: <UP> mtu 1450 master cni0 state forwarding hairpin on"
            + " learning off flood off | port-blocked",
        "fixed | 02:00:00:00:00:11 dev veth1 master cni0 static | forwarding-fixed",
        "locals | local 172.30.0.1 dev eth0 scope host;local 10.244.2.2 dev lo scope host"
            + " | address-twice",
        "rules | 0: from all lookup local;32767: from all lookup default | routing-rule",
        "routes | default via 172.30.0.254 dev eth0;10.244.1.2 via 172.30.0.2 dev"
            + " eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink | route-wrong",
        "routes | default via 172.30.0.254 dev eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1"
            + " onlink mtu lock 600 | route-mtu",
        "routes | default via 172.30.0.254 dev eth0;blackhole 10.244.2.2 proto static;10.244.2.0/24"
            + " via 10.244.2.0 dev flannel.1 onlink | route-blackhole",
        "tunnels | 3: flannel.1: <UP> vxlan id 1 local 172.30.0.77 dev eth0 dstport 8472 nolearning"
            + " | tunnel-source",
        "queues | qdisc netem 8001: dev eth0 root refcnt 2 limit 1000 corrupt 40%"
            + " | packets-corrupted",
        "queues | qdisc tbf 8001: dev eth0 root refcnt 2 rate 8Kbit burst 1600b lat 50ms"
            + " | packets-limited",
        "podtables | 10.244.1.2 :OUTPUT DROP [0:0] | packets-dropped",
        "podtables | 10.244.1.2 nft udp dport 53 drop | packets-dropped",
        "upstream | 172.30.0.99 silent | node-resolver",
        "gateway | 172.30.0.77 dev eth0 INCOMPLETE | route-wrong",
        "names | 127.0.0.1 localhost;192.0.2.7 worker-2 | hosts-wrong",
        "containerd | disabled_plugins = ['io.containerd.grpc.v1.cri'] | runtime-configuration",
      })
  void one_line_that_is_wrong_is_found_and_nothing_else(String section, String text, String cause) {
    Map<String, String> sections = sections(1, 2);
    sections.put(section, text.replace(";", "\n"));
    Findings findings = Findings.in(with(sections));
    assertThat(findings.causes()).extracting(Suspicion::cause).containsExactly(cause);
    assertThat(findings.causes()).extracting(Suspicion::where).containsExactly("node worker-1");
    assertThat(findings.inWords()).contains("1. " + cause).contains("./lab node worker-1 -- ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sysctl | net.ipv4.ip_forward = 0 | sysctl -w net.ipv4.ip_forward=1",
        "filter | *mangle;-A PREROUTING -p tcp -m tcp --dport 179 -j DROP | iptables -t mangle -D"
            + " PREROUTING -p tcp -m tcp --dport 179 -j DROP",
        "filter | *filter;:FORWARD DROP [0:0] | iptables -t filter -P FORWARD ACCEPT",
        "rules | 32765: from 10.244.1.2 blackhole | ip rule del pref 32765",
        "queues | qdisc netem 8001: dev eth0 root refcnt 2 loss 30% | tc qdisc del dev eth0 root",
        "units | kubelet inactive;containerd active | systemctl start kubelet",
        "addresses | 2: eth0    inet 172.30.0.1/24;7: cni0    inet 10.240.7.1/24 brd x | ip addr"
            + " flush dev cni0 && ip addr add 10.244.1.1/24 dev cni0",
        "addresses | 2: eth0    inet 172.30.0.1/24;7: cni0    inet 10.244.1.1/24 brd x;2: eth0   "
            + " inet 10.244.2.2/32 scope global eth0 | ip addr del 10.244.2.2/32 dev eth0",
        "routes | default via 172.30.0.254 dev eth0 | ip route add 10.244.2.0/24 via 172.30.0.2",
        "links | 7: cni0: <UP> mtu 1450;8: veth1@if2: <UP> mtu 1450 | ip link set veth1 master cni0"
            + " up",
        "ports | 8: veth1@if2: <UP> mtu 1450 master cni0;9: veth2@if2: <UP> mtu 1450 master cni0"
            + " | bridge link set dev veth1 isolated off; bridge link set dev veth2 isolated off",
        "routes | default via 172.30.0.254 dev eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1"
            + " onlink;blackhole 10.244.2.2 | ip route del blackhole 10.244.2.2",
      })
  void what_to_type_is_said_where_only_one_thing_is_right(
      String section, String text, String line) {
    Map<String, String> sections = sections(1, 2);
    sections.put(section, text.replace(";", "\n"));
    Findings findings = Findings.in(with(sections));
    String wanted = "./lab node worker-1 -- '%s'".formatted(line);
    assertThat(findings.causes()).extracting(Suspicion::command).containsExactly(wanted);
    assertThat(findings.inWords()).contains("   type    " + wanted);
    assertThat(findings.inJson()).contains("\"command\" : \"" + wanted);
  }

  @Test
  void a_bridge_in_the_way_may_be_deleted_if_nothing_is_connected_to_it() {
    Map<String, String> sections = sections(1, 2);
    sections.computeIfPresent(
        "routes", (key, text) -> text + "\n10.244.2.0/29 dev docker0 proto kernel scope link");
    sections.put("bridges", "7: cni0: <UP> mtu 1450\n9: docker0: <UP> mtu 1500");
    assertThat(Findings.in(with(sections)).causes())
        .extracting(Suspicion::command)
        .containsExactly("./lab node worker-1 -- 'ip link delete docker0'");
    sections.computeIfPresent(
        "links", (key, text) -> text + "\n10: veth9@if2: <UP> master docker0 x");
    assertThat(Findings.in(with(sections)).causes().getFirst().command()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter | :INPUT DROP [0:0];-A INPUT -p tcp --dport 22 -j ACCEPT",
        "filter | -A INPUT -s 192.0.2.7/32 -j DROP",
        "connections | 1200;262144",
        "calls | 00:03 /opt/cni/bin/flannel",
        "filter | *nat;-A POSTROUTING -o eth0 -j SNAT --to-source 172.30.0.1",
        "bridgeports | 8: veth1@eth0: <UP> mtu 1450 master docker0 state disabled hairpin off"
            + " guard",
        "bridgeports | 8: veth1@eth0: <UP> mtu 1450 master cni0 state forwarding hairpin off guard"
            + " off",
        "bridgeports | 8: vethwe-bridge@eth0: <UP> mtu 1450 master cni0 state forwarding hairpin"
            + " off guard off",
        "tables | table inet fw {;chain out {;udp dport 53 accept",
        "fixed | 02:00:00:00:00:11 dev veth1 vlan 1 master cni0 permanent",
        "queues | qdisc tbf 8001: dev veth1 root refcnt 2 rate 8Mbit burst 1600b lat 50ms",
        "routes | default via 172.30.0.254 dev eth0;10.244.2.0/24 via 10.244.2.0 dev flannel.1"
            + " onlink;blackhole 10.244.2.0/26 proto bird",
        "names | 127.0.1.1 worker-1;172.30.0.2 worker-2;192.0.2.7 registry",
        "containerd | disabled_plugins = []",
        "neighbours | 10.244.2.0 dev flannel.1 lladdr 02:00:00:00:00:02 PERMANENT;10.244.1.9 dev"
            + " cni0 lladdr 02:00:00:00:00:77 STALE",
      })
  void what_only_looks_like_it_is_not_taken_for_a_cause(String section, String text) {
    Map<String, String> sections = sections(1, 2);
    sections.put(section, text.replace(";", "\n"));
    assertThat(causes(with(sections))).isEmpty();
  }

  @Test
  void where_no_cause_is_seen_the_node_that_most_silences_have_in_common_is_named() {
    Picture seen = with(sections(1, 2));
    String ping = "ping -n -q -c 5 10.244.1.2";
    Picture asked =
        new Picture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            seen.stuck(),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(
                new Silence(Silence.Kind.NAME, "worker-2", "", "dig x", "no servers"),
                new Silence(Silence.Kind.POD, "worker-2", "worker-1", ping, "100% packet loss"),
                new Silence(Silence.Kind.POD, "worker-3", "worker-1", ping, "100% packet loss")),
            List.of());
    assertThat(Findings.in(asked).causes())
        .extracting(Suspicion::cause, Suspicion::where)
        .containsExactly(tuple("packets-unanswered", "node worker-1"));
    assertThat(Findings.in(asked).healthy()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 master weave"
            + " | 5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 | link-loose",
        "7: vxlan-6784: <UP> mtu 65535 master datapath"
            + " | 7: vxlan-6784: <UP> mtu 65535 | link-loose",
        "8: vethwepl1@if2: <UP> mtu 1376 master weave"
            + " | 8: vethwepl1@if2: <BROADCAST> mtu 1376 master weave | link-loose",
        "8: vethwepl1@if2: <UP> mtu 1376 master weave | | pod-link-missing",
        "3: weave: <UP> mtu 1376 | 3: weave: <BROADCAST> mtu 1376 | bridge-down",
        "3: weave: <UP> mtu 1376 | | bridge-missing",
        "4: datapath: <UP> mtu 1376 | 4: datapath: <BROADCAST> mtu 1376 | tunnel-down",
        "3: weave inet 10.32.0.1/12 | | bridge-other-address",
      })
  void what_an_agent_of_weave_leaves_that_is_killed_is_named(
      String line, String left, String cause) {
    Map<String, String> healthy =
        Map.of(
            "links",
            """
            3: weave: <UP> mtu 1376
            4: datapath: <UP> mtu 1376
            5: vethwe-bridge@vethwe-datapath: <UP> mtu 1376 master weave
            6: vethwe-datapath@vethwe-bridge: <UP> mtu 1376 master datapath
            7: vxlan-6784: <UP> mtu 65535 master datapath
            8: vethwepl1@if2: <UP> mtu 1376 master weave
            """,
            "addresses",
            "3: weave inet 10.32.0.1/12 brd x\n");
    Map<String, String> broken = new HashMap<>();
    healthy.forEach(
        (name, text) ->
            broken.put(
                name,
                left == null ? text.replaceAll(line + ".*\n", "") : text.replace(line, left)));

    assertThat(causes(weave(healthy))).isEmpty();
    assertThat(causes(weave(broken))).containsExactly(cause);
  }

  private static Picture weave(Map<String, String> sections) {
    ConfigFile file =
        new ConfigFile(
            "10-weave.conflist",
            """
            {"name": "weave", "cniVersion": "1.0.0", "plugins": [{"name": "weave", "type": "weave-net"}]}\
            """);
    return picture(List.of(node(1, sections, List.of(file), "weave-net", "loopback")), Map.of());
  }

  @Test
  void a_rule_that_network_plugins_have_by_themselves_is_not_taken_for_a_firewall() {
    Map<String, String> sections = sections(1, 2);
    sections.put(
        "filter", "-A FORWARD -o weave -j DROP\n-A INPUT -m comment --comment \"cali:x\" -j DROP");
    assertThat(causes(with(sections))).isEmpty();
  }

  @Test
  void a_file_that_sorts_first_and_calls_what_is_not_there_is_no_missing_program() {
    ConfigFile old =
        new ConfigFile(
            "05-old.conflist", "{\"name\": \"old\", \"plugins\": [{\"type\": \"cilium-cni\"}]}");
    NodePicture node = node(1, sections(1, 2), List.of(old, conflist()), PROGRAMS);
    assertThat(causes(picture(node, Map.of()))).containsExactly("second-configuration");
  }

  @Test
  void what_every_pod_needs_is_missed_behind_a_file_that_sorts_first() {
    ConfigFile old =
        new ConfigFile(
            "05-old.conflist", "{\"name\": \"old\", \"plugins\": [{\"type\": \"cilium-cni\"}]}");
    NodePicture node = node(1, sections(1, 2), List.of(old, conflist()), "flannel", "portmap");
    assertThat(causes(picture(node, Map.of())))
        .containsExactly("second-configuration", "plugin-missing");
  }

  @Test
  void a_program_without_its_bit_and_one_that_is_not_there_are_told_apart() {
    Map<String, String> sections = sections(1, 2);
    sections.put("modes", "-rw-r--r-- 1 root root 1 Jan 1 00:00 flannel");
    NodePicture node = node(1, sections, List.of(conflist()), "loopback", "bridge", "host-local");
    assertThat(causes(picture(node, Map.of())))
        .containsExactlyInAnyOrder("plugin-not-executable", "plugin-missing");
  }

  @Test
  void a_node_without_a_file_and_one_with_an_unreadable_one_are_told_apart() {
    NodePicture none = node(1, sections(1, 2), List.of(), PROGRAMS);
    assertThat(causes(picture(none, Map.of()))).contains("no-configuration");
    ConfigFile bad = new ConfigFile("10-flannel.conflist", "{\"plugins\": ");
    NodePicture unreadable = node(1, sections(1, 2), List.of(bad), PROGRAMS);
    assertThat(causes(picture(unreadable, Map.of()))).contains("unreadable-configuration");
  }

  @Test
  void a_tunnel_that_no_agent_uses_any_more_is_not_looked_at() {
    Map<String, String> sections = sections(1, 2);
    sections.put("subnet", "FLANNEL_SUBNET=10.244.1.1/24\nFLANNEL_MTU=1500");
    sections.put("neighbours", "");
    sections.put("forwarding", "");
    sections.put("routes", "10.244.2.0/24 via 172.30.0.2 dev eth0");
    NodePicture first = node(1, "host-gw", sections, List.of(conflist()), PROGRAMS);
    Map<String, String> others = sections(2, 1);
    others.put("routes", "10.244.1.0/24 via 172.30.0.1 dev eth0");
    NodePicture second = node(2, "host-gw", others, List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(List.of(first, second), Map.of()))).isEmpty();
  }

  @Test
  void agents_with_different_backends_are_named() {
    NodePicture first = node(1, "host-gw", sections(1, 2), List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(first, Map.of()))).contains("agent-other-backend");
  }

  @Test
  void a_cluster_that_does_not_answer_is_neither_healthy_nor_ill() {
    Workloads workloads = new Workloads(CLUSTER, SHELLS);
    assertThatThrownBy(() -> Findings.on(CLUSTER, workloads)).isInstanceOf(LabException.class);
  }

  @Test
  void a_service_that_selects_nothing_is_named() {
    Json service =
        Json.parse(
            """
            {"metadata": {"name": "db", "namespace": "shop"}, "spec": {"selector": {"app": "database"}}}\
            """);
    NodePicture node = node(1, sections(1, 2), List.of(conflist()), PROGRAMS);
    Findings findings = Findings.in(picture(node, Map.of("services", List.of(service))));
    assertThat(findings.causes()).extracting(Suspicion::where).containsExactly("service shop/db");
    assertThat(findings.inWords()).contains("{app=database}, which no pod has");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name': 'db', 'namespace': 'shop'} | {'app': 'web'} | {'port': 80, 'protocol': 'TCP',"
            + " 'targetPort': 'sql'} | service-target-port",
        "{'name': 'kube-dns', 'namespace': 'kube-system'} | {} | {'port': 54, 'protocol': 'UDP',"
            + " 'targetPort': 53} | dns-port",
        "{'name': 'kube-dns', 'namespace': 'kube-system'} | {} | {'port': 53, 'protocol': 'UDP',"
            + " 'targetPort': 53} | dns-not-ready",
      })
  void ports_that_lead_nowhere_are_named(
      String metadata, String selector, String port, String cause) {
    Json service =
        Json.parse(
            "{'metadata': %s, 'spec': {'clusterIP': '10.96.0.10', 'selector': %s, 'ports': [%s]}}"
                .formatted(metadata, selector, port)
                .replace('\'', '"'));
    NodePicture node = node(1, sections(1, 2), List.of(conflist()), PROGRAMS);
    assertThat(causes(picture(node, Map.of("services", List.of(service))))).containsExactly(cause);
  }

  @Test
  void a_dns_server_that_no_node_takes_is_named_with_the_scheduler_s_words() {
    Picture seen = with(sections(1, 2));
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "coredns-1-x", "namespace": "kube-system", "uid": "u9", "labels": {"k8s-app": "kube-dns"}, "ownerReferences": [{"kind": "ReplicaSet", "name": "coredns-1"}]}, "spec": {}, "status": {"phase": "Pending"}}\
                """));
    Json event =
        Json.parse(
            """
            {"involvedObject": {"uid": "u9"}, "reason": "FailedScheduling", "message": "0/3 nodes are available"}\
            """);
    Findings findings =
        Findings.in(
            new Picture(
                seen.nodes(),
                List.of(waiting),
                Map.of("events", List.of(event)),
                List.of(),
                seen.policies(),
                List.of(),
                Map.of(),
                List.of(),
                List.of()));
    assertThat(findings.causes())
        .extracting(Suspicion::cause, Suspicion::where)
        .containsExactly(tuple("dns-not-running", "deployment kube-system/coredns"));
    assertThat(findings.inWords()).contains("0/3 nodes are available");
  }

  @Test
  void programs_whose_folder_is_gone_are_missed_by_what_containerd_says() {
    Map<String, String> sections = sections(1, 2);
    sections.put("modes", "");
    Picture seen = picture(node(1, sections, List.of(conflist())), Map.of());
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "late", "namespace": "shop", "uid": "u9"}, "spec": {"nodeName": "worker-1"}, "status": {"phase": "Pending"}}\
                """));
    Picture picture =
        new Picture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            List.of(
                new Stuck(
                    waiting,
                    "Failed to create pod sandbox: failed to find plugin \"loopback\" in path"
                        + " [/opt/cni/bin]")),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of());
    assertThat(causes(picture)).containsExactly("plugin-missing");
  }

  @Test
  void what_could_not_be_looked_at_is_said() {
    Picture seen = with(sections(1, 2));
    Picture partly =
        new Picture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            seen.stuck(),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of("node worker-3: forbidden"));
    assertThat(Findings.in(partly).inWords())
        .contains("Nothing wrong was found in what could be looked at.")
        .contains("not looked at: node worker-3: forbidden");
    assertThat(Findings.in(partly).healthy()).isFalse();
    assertThat(Findings.in(partly).status()).isEqualTo(3);
    assertThat(Findings.in(seen).status()).isZero();
  }

  @Test
  void how_an_event_comes_from_its_cause_is_told_in_each_one_s_words() {
    Picture seen = with(sections(1, 2));
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "late", "namespace": "shop", "uid": "u9"}, "spec": {"nodeName": "worker-1"}, "status": {"phase": "Pending"}}\
                """));
    Stuck stuck =
        new Stuck(
            waiting,
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network"
                + " for sandbox \"1\": plugin type=\"flannel\" failed (add): netplugin failed with"
                + " no error message: fork/exec /opt/cni/bin/flannel: exec format error");
    Picture picture =
        new Picture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            List.of(stuck),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of());
    Findings findings = Findings.in(picture);
    assertThat(findings.causes()).extracting(Suspicion::cause).containsExactly("plugin-no-program");
    assertThat(findings.lines().getFirst())
        .startsWith("event FailedCreatePodSandBox of pod late ← kubelet: ")
        .contains(" ← containerd: ")
        .contains(" ← plugin flannel: netplugin failed with no error message");
  }
}
