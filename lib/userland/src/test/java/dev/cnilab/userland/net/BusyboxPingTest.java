package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When busybox's {@code ping} sends, and when it ends. */
class BusyboxPingTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine(Distribution.BUSYBOX);

  @BeforeEach
  void hasLoopback() {
    sh("ip link set lo up");
  }

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh(script);
    return result.out() + result.err();
  }

  @Test
  void an_interval_below_a_microsecond_never_sends_a_second_request() {
    assertThat(sh("timeout -s INT 3 ping -q -c 3 -i 0 127.0.0.1"))
        .contains("\n1 packets transmitted, 1 packets received, 0% packet loss\n");
    assertThat(sh("timeout -s INT 3 ping -q -c 3 -i 0.0000009 127.0.0.1"))
        .contains("\n1 packets transmitted, 1 packets received, 0% packet loss\n");
  }

  @Test
  void adaptive_ping_sends_the_next_request_on_each_reply() {
    assertThat(sh("timeout -s INT 3 ping -q -A -c 3 -i 0 127.0.0.1"))
        .contains("\n3 packets transmitted, 3 packets received, 0% packet loss\n");
  }

  @Test
  void a_deadline_is_checked_only_when_a_request_is_due() {
    assertThat(
            sh("a=$(date +%s); ping -q -w 1 -i 3 127.0.0.1 > /dev/null; echo $(($(date +%s) - a))"))
        .isEqualTo("3\n");
  }
}
