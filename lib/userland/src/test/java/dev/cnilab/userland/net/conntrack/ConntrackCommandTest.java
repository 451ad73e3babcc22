package dev.cnilab.userland.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of conntrack 1.4.7 on Debian 12. */
class ConntrackCommandTest {
  private static final String SAYS = "conntrack v1.4.7 (conntrack-tools): ";

  private static final String PING = "ping -c1 127.0.0.1 >/dev/null; ";

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @BeforeEach
  void track() {
    sh("ip link set lo up; iptables -A INPUT -m conntrack --ctstate INVALID -j DROP");
  }

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void conntrack_e_prints_events_until_a_signal_arrives() {
    assertThat(
            sh("timeout 2 conntrack -E -p icmp & sleep 1; ping -c1 127.0.0.1 >/dev/null; wait")
                .replaceAll("id=\\d+", "id=N"))
        .isEqualTo(
            """
                [NEW] icmp     1 30 src=127.0.0.1 dst=127.0.0.1 type=8 code=0 id=N [UNREPLIED] src=127.0.0.1 dst=127.0.0.1 type=0 code=0 id=N
             [UPDATE] icmp     1 30 src=127.0.0.1 dst=127.0.0.1 type=8 code=0 id=N src=127.0.0.1 dst=127.0.0.1 type=0 code=0 id=N
            """
                + SAYS
                + "2 flow events have been shown.\n");
    assertThat(
            sh(
                "ping -c1 127.0.0.1 >/dev/null; timeout 2 conntrack -E -e DESTROY & sleep 1;"
                    + " conntrack -D -p icmp >/dev/null 2>&1; wait"))
        .startsWith("[DESTROY] icmp     1 ")
        .endsWith("flow events have been shown.\n");
  }

  @Test
  void conntrack_filters_by_its_options_and_rejects_illegal_ones() {
    assertThat(sh(PING + "conntrack -L -f ipv6"))
        .isEqualTo(SAYS + "0 flow entries have been shown.\n");
    assertThat(sh(PING + "conntrack -L -w 3"))
        .isEqualTo(SAYS + "0 flow entries have been shown.\n");
    assertThat(sh(PING + "conntrack -L -f ipv4 -w 0")).startsWith("icmp ");
    assertThat(sh("conntrack -F -p tcp"))
        .startsWith(SAYS + "Illegal option `--protonum' with this command\n");
    assertThat(sh("conntrack -L -u NOTHING")).startsWith(SAYS + "Bad parameter `NOTHING'\n");
  }

  @Test
  void conntrack_marks_a_connection_and_finds_it_by_its_addresses() {
    assertThat(
            sh(PING + "conntrack -U -p icmp -m 7; conntrack -G -p icmp -s 127.0.0.1 -d 127.0.0.1"))
        .containsPattern("(?s)mark=7 .*mark=7 .*1 flow entries have been updated.*been shown");
    assertThat(sh("conntrack -G -p icmp -s 127.0.0.2 -d 127.0.0.1"))
        .isEqualTo(SAYS + "Operation failed: such conntrack doesn't exist\n");
  }
}
