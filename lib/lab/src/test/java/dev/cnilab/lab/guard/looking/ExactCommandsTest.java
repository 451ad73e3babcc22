package dev.cnilab.lab.guard.looking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactCommandsTest {

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -S",
        "iptables -t nat -S KUBE-SERVICES",
        "iptables -nvL OUTPUT",
        "iptables -t nat -L POSTROUTING -n -v --line-numbers",
        "iptables -C FORWARD -p tcp --dport 80 -j DROP",
        "iptables -t nat -C OUTPUT -m comment --comment mine ! -d 10.0.0.0/8 -j MASQUERADE",
        "iptables-save -t nat",
        "ipset list",
        "nft list ruleset",
        "conntrack -L -p udp --dport 53",
        "crictl ps -a --name app -o json",
        "crictl pods -q --no-trunc",
        "systemctl is-enabled kubelet",
        "systemctl status --no-pager containerd",
        "journalctl -u kubelet -n 20 --no-pager --since=today",
        "ethtool eth0",
        "ethtool -k eth0",
        "id -un",
        "whoami",
        "ip netns list",
        "ip netns exec cni-1 ip -4 addr show eth0",
        "ip -n cni-1 route",
        "ip netns exec cni-1 iptables -S"
      })
  void read_only_commands_are_recognized(String line) {
    assertThat(ExactCommands.looks(words(line))).as(line).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables",
        "iptables -S --flush",
        "iptables -S -F",
        "iptables -L -Z",
        "iptables -LZ",
        "iptables -ZL",
        "iptables -L --zero",
        "iptables -C FORWARD -j DROP -D FORWARD 1",
        "iptables -C FORWARD -j DROP -M /tmp/x",
        "iptables -C FORWARD -j DROP --modprobe=/tmp/x",
        "iptables -C FORWARD -j DROP --mod /tmp/x",
        "iptables -C FORWARD -jDROP -nM /tmp/x",
        "iptables -C FORWARD -j DROP --del FORWARD",
        "iptables -t nat -S -t nat --modprobe=/tmp/x",
        "iptables -L --modprobe /tmp/x",
        "iptables -S -t --flush",
        "iptables-save -f /etc/x",
        "iptables-save --modprobe=/tmp/x",
        "ipset save -f /etc/x",
        "ipset list -o save -file x",
        "nft list ruleset ; flush ruleset",
        "nft -f /tmp/x list",
        "conntrack -L -z",
        "conntrack -D -s 1.2.3.4",
        "conntrack -L -D",
        "crictl rmp -a",
        "crictl exec -it x ps",
        "crictl -r unix:///x ps",
        "systemctl stop status",
        "systemctl --now status stop",
        "systemctl -H other status",
        "systemctl kill kubelet",
        "journalctl --vacuum-time=1s",
        "journalctl --rotate",
        "journalctl -u --flush",
        "journalctl --cursor-file=/etc/x",
        "journalctl --unit=--rotate",
        "ethtool -K eth0 tso off",
        "ethtool -s eth0 speed 10",
        "ip netns add x",
        "ip netns delete x",
        "ip netns exec x rm -rf /",
        "ip netns exec x ip link set eth0 down",
        "ip netns exec x ip l s eth0 down",
        "ip netns exec x ip r d default",
        "ip netns exec x ip -b /tmp/x",
        "ip -n x link set eth0 down",
        "ip -n ../x addr",
        "rm -rf /",
        "sh -c ls"
      })
  void what_may_do_more_is_not(String line) {
    assertThat(ExactCommands.looks(words(line))).as(line).isFalse();
  }
}
