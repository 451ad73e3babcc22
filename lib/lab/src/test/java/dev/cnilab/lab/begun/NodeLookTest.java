package dev.cnilab.lab.begun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeLookTest {

  private static final String PRINTED =
      """
      ## address
      1: lo    inet 127.0.0.1/8 scope host lo
      3: flannel.1    inet 10.244.1.0/32 scope global flannel.1
      4: cni0    inet 10.244.1.1/24 brd 10.244.1.255 scope global cni0
      ## file
      ab12  /etc/cni/net.d/10-flannel.conflist
      ## link
      1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN
      3: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN
      4: cni0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP
      5: veth1234@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master cni0
      ## program
      /opt/cni/bin/portmap 755 4096
      ## reserved
      10.244.1.2
      last_reserved_ip.0
      lock
      ## route
      10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1
      10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink
      ## rules
      mangle -A PREROUTING -i cni0 -j TTL --ttl-set 66
      mangle -N KUBE-PROXY-CANARY
      filter -P OUTPUT ACCEPT
      filter -N KUBE-SERVICES
      filter -A OUTPUT -d 169.254.169.254/32 -j REJECT --reject-with icmp-port-unreachable
      filter -A OUTPUT -m conntrack --ctstate NEW -j KUBE-SERVICES
      filter -A KUBE-SERVICES -d 10.96.0.9/32 -j REJECT
      ## setting
      /proc/sys/net/ipv4/ip_forward 1
      /proc/sys/net/bridge/bridge-nf-call-iptables
      """;

  private final NodeLook look = NodeLook.read("worker-1", PRINTED);

  @Test
  void a_look_includes_the_pod_network_of_the_node() {
    assertThat(look.things())
        .containsEntry("worker-1 file /etc/cni/net.d/10-flannel.conflist", "sha256:ab12")
        .containsEntry("worker-1 program /opt/cni/bin/portmap", "mode and size 755 4096")
        .containsEntry("worker-1 setting /proc/sys/net/ipv4/ip_forward", "1")
        .containsEntry("worker-1 link flannel.1", "up, mtu 1450, 10.244.1.0/32")
        .containsEntry("worker-1 link cni0", "up, 10.244.1.1/24")
        .containsKey("worker-1 route 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink")
        .containsKey("worker-1 rule mangle -A PREROUTING -i cni0 -j TTL --ttl-set 66")
        .containsKey("worker-1 rule filter -A OUTPUT -m conntrack --ctstate NEW -j KUBE-SERVICES");
  }

  @Test
  void a_look_leaves_out_what_pods_and_services_add() {
    assertThat(look.things().keySet())
        .noneMatch(thing -> thing.contains("veth"))
        .noneMatch(thing -> thing.contains("dev cni0"))
        .noneMatch(thing -> thing.contains("-N KUBE-PROXY-CANARY"))
        .noneMatch(thing -> thing.contains("-A KUBE-SERVICES"));
  }

  @Test
  void reserved_addresses_are_told_apart_from_other_files() {
    assertThat(look.notesAddresses()).isTrue();
    assertThat(look.reserved()).containsExactly("10.244.1.2");
  }
}
