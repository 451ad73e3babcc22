package dev.cnilab.userland.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ip link add … type dummy}: an address that is always there, and a sink for packets. */
class DummyLinkTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void dummy_links_are_named_and_shown_as_in_linux() {
    assertThat(sh("ip link add type dummy; ip link add spare type dummy; ip -br link show up"))
        .doesNotContain("dummy0");
    assertThat(sh("ip link set dummy0 up; ip -d link show dummy0"))
        .contains(
            "dummy0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc noqueue state UNKNOWN",
            "minmtu 0 maxmtu 0",
            "\n    dummy ");
    assertThat(sh("ip link show type dummy | grep -c mtu")).isEqualTo("2\n");
    assertThat(sh("ip link add spare type dummy")).contains("File exists");
    assertThat(sh("ip link add other type dummy on"))
        .isEqualTo("Garbage instead of arguments \"on ...\". Try \"ip link help\".\n");
    assertThat(sh("ip link del spare; ip link show spare")).contains("does not exist");
  }

  @Test
  void a_dummy_link_answers_its_own_address_and_drops_other_packets() {
    sh(
        "ip link set lo up; ip link add hole type dummy; ip addr add 192.0.2.1/24 dev hole; ip link"
            + " set hole up");

    assertThat(sh("ping -c1 192.0.2.1")).contains(" 0% packet loss");
    assertThat(sh("ping -c1 -W1 192.0.2.2")).contains("100% packet loss").doesNotContain("From");
    assertThat(sh("ip -s link show hole")).containsPattern("TX:[^\n]*\n +98 +1 ");
  }
}
