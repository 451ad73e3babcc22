package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings in pictures of two nodes with flannel, with one line wrong. */
class FindingsTest extends FlannelPictures {
  @Test
  void a_healthy_cluster_has_no_findings() {
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
  void a_finding_with_a_unique_repair_shows_its_command(String section, String text, String line) {
    Map<String, String> sections = sections(1, 2);
    sections.put(section, text.replace(";", "\n"));
    Findings findings = Findings.in(with(sections));
    String wanted = "./lab node worker-1 -- '%s'".formatted(line);
    assertThat(findings.causes()).extracting(Suspicion::command).containsExactly(wanted);
    assertThat(findings.inWords()).contains("   type    " + wanted);
    assertThat(findings.inJson()).contains("\"command\" : \"" + wanted);
  }

  @Test
  void deleting_a_conflicting_bridge_is_suggested_only_if_it_has_no_ports() {
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
  void a_harmless_oddity_is_not_taken_for_a_cause(String section, String text) {
    Map<String, String> sections = sections(1, 2);
    sections.put(section, text.replace(";", "\n"));
    assertThat(causes(with(sections))).isEmpty();
  }
}
