package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -la /etc/cni/net.d",
        "cat /etc/cni/net.d/*.conf* 2>/dev/null || echo none",
        "ip -d link show flannel.1",
        "ip addr",
        "bridge fdb show dev flannel.1",
        "brctl show",
        "iptables -t nat -L POSTROUTING -n -v",
        "iptables-save -t nat | grep 10.244",
        "journalctl -u containerd -n 20 --no-pager",
        "nsenter -t 4711 -n ip addr",
        "nsenter -t 4711 -n -- ip route",
        "for f in /etc/cni/net.d/*; do echo \"$f\"; cat \"$f\"; done",
        "crictl pods",
        "sed -n 's/a/b/p' /etc/hosts",
        "sysctl net.ipv4.ip_forward",
        "find /opt/cni/bin -type f",
        "systemctl status containerd",
        "test -e /run/flannel/subnet.env && echo there",
        "if [ -e /x ]; then cat /x; fi",
        "tcpdump -Z root -U -i eth0 -w /tmp/cnilab.pcap icmp > /dev/null 2> /tmp/cnilab.said & sleep 1",
        "sleep 0.2; pkill -INT -f '[t]cpdump -Z root -U'; sleep 0.2",
        "{ echo '## bridge'; ip -o -4 addr show dev cni0; ls /var/lib/cni/networks/*/; } 2>/dev/null"
      })
  void a_line_that_only_looks_passes(String line) {
    assertThat(Reading.only(line)).as(line).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mv /etc/cni/net.d/10-flannel.conflist /root/",
        "echo '{' > /etc/cni/net.d/10-flannel.conflist",
        "cat x >> /etc/hosts",
        "rm -f /run/flannel/subnet.env",
        "ip link set dev flannel.1 mtu 1400",
        "ip netns exec x rm -rf /",
        "nsenter -t 1 -n ip link del cni0",
        "iptables -A INPUT -p udp --dport 8472 -j DROP",
        "iptables -F",
        "iptables -t nat -L -n -Z",
        "sed -i s/flannel/flanel/ /etc/cni/net.d/10-flannel.conflist",
        "find /opt/cni/bin -name flannel -delete",
        "sysctl -w net.ipv4.ip_forward=0",
        "sysctl net.ipv4.ip_forward=0",
        "systemctl stop kubelet",
        "crictl rmp -a",
        "ls $(rm -rf /etc/cni)",
        "ls `reboot`",
        "cat /etc/hosts | tee /etc/motd",
        "ls; reboot",
        "ls & reboot",
        "true && cp a b",
        "if rm x; then ls; fi",
        "tcpdump -w /tmp/x",
        "tcpdump -w /tmp/cnilab.pcap -w /etc/hosts",
        "echo x > /tmp/cnilab.x/../../etc/hosts",
        "pkill -INT kubelet",
        "curl -o /opt/cni/bin/flannel http://x",
        "conntrack -F",
        "sh -c ls",
        "tc qdisc add dev eth0 root netem loss 50%"
      })
  void a_line_that_may_change_something_does_not(String line) {
    assertThat(Reading.only(line)).as(line).isFalse();
  }
}
