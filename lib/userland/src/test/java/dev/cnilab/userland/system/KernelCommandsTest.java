package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Commands that show kernel data. */
class KernelCommandsTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void lsmod_lists_the_modules_in_columns() {
    assertThat(sh("lsmod"))
        .startsWith("Module                  Size  Used by\nvxlan                 114688  0\n");
  }

  @Test
  void lsns_lists_the_namespaces_of_processes() {
    String net = sh("readlink /proc/1/ns/net").replaceAll("\\D", "");
    assertThat(sh("lsns -t net").lines().toList())
        .element(1)
        .asString()
        .startsWith(net + " net ")
        .contains(" 1 root /sbin/init");
    assertThat(sh("ip netns add a; ip netns exec a sleep 9 & sleep 1; lsns -t net -n | wc -l"))
        .isEqualTo("2\n");
    assertThat(sh("lsns -t nosuch")).isEqualTo("lsns: unknown namespace type: nosuch\n");
  }

  @Test
  void tcpdump_d_lists_the_interfaces() {
    assertThat(sh("ip link set lo up; tcpdump -D"))
        .isEqualTo(
            """
            1.any (Pseudo-device that captures on all interfaces) [Up, Running]
            2.lo [Up, Running, Loopback]
            """);
  }

  @Test
  void dmesg_prints_only_the_lines_of_the_kernel() {
    machine
        .loop()
        .call(
            () -> {
              machine.machine().journal().append("", "kernel", 0, "eth0: renamed");
              machine.machine().journal().append("", "systemd", 1, "no line of the kernel");
              return true;
            });
    assertThat(sh("dmesg -t | tail -n1")).isEqualTo("eth0: renamed\n");
    assertThat(sh("dmesg | tail -n1")).matches("\\[ +\\d+\\.\\d{6}] eth0: renamed\n");
    assertThat(sh("dmesg -C")).startsWith("dmesg: option '-C' is not available");
  }

  @Test
  void dmesg_reports_a_full_connection_table() {
    assertThat(
            sh(
                "ip link set lo up; iptables -A INPUT -m conntrack --ctstate INVALID -j DROP;"
                    + " sysctl -qw net.netfilter.nf_conntrack_max=2; for i in 1 2 3; do ping -c1"
                    + " -W1 127.0.0.1 | grep -o '[0-9]* received'; done; sysctl"
                    + " net.netfilter.nf_conntrack_count"))
        .isEqualTo(
            """
            1 received
            1 received
            0 received
            net.netfilter.nf_conntrack_count = 2
            """);
    assertThat(sh("dmesg -t | tail -n1"))
        .isEqualTo("nf_conntrack: nf_conntrack: table full, dropping packet\n");
    assertThat(sh("conntrack -S")).contains(" drop=1 early_drop=0 ");
    assertThat(sh("sysctl -w net.netfilter.nf_conntrack_count=1"))
        .contains("permission denied on key \"net.netfilter.nf_conntrack_count\"");
  }

  @Test
  void dmesg_prints_the_lines_of_log_rules() {
    sh(
        "ip link set lo up; iptables -A INPUT -p icmp -j LOG --log-prefix 'seen: '; ping -c1"
            + " 127.0.0.1");
    assertThat(sh("dmesg -t | grep 'TYPE=8'"))
        .matches(
            "seen: IN=lo OUT= MAC=00:00:00:00:00:00:00:00:00:00:00:00:08:00 SRC=127.0.0.1"
                + " DST=127.0.0.1 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=\\d+ DF PROTO=ICMP TYPE=8"
                + " CODE=0 ID=\\d+ SEQ=1 \n");
    sh("ip netns add pod; ip -n pod link set lo up; ip netns exec pod iptables -A INPUT -j LOG");
    sh("ip netns exec pod ping -c1 127.0.0.1");
    assertThat(sh("dmesg | grep -c IN=lo")).as("those of containers are left out").isEqualTo("2\n");
    sh("sysctl -w net.netfilter.nf_log_all_netns=1; ip netns exec pod ping -c1 127.0.0.1");
    assertThat(sh("dmesg | grep -c IN=lo")).as("unless they are wanted").isEqualTo("4\n");
  }
}
