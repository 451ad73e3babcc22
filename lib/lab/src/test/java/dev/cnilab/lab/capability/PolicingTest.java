package dev.cnilab.lab.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.shell.Printed;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicingTest {

  private static Policing answered(int pings) {
    return new Policing(pings(3), pings(pings));
  }

  private static Ping pings(int pings) {
    String replies =
        IntStream.rangeClosed(1, pings)
            .mapToObj("64 bytes from 10.244.2.2: icmp_seq=%d ttl=62 time=0.2 ms\n"::formatted)
            .collect(Collectors.joining());
    String printed = replies + "3 packets transmitted, " + pings + " received\n";
    return Ping.read("nettest-1", "nettest-2", Printed.of(printed));
  }

  @Test
  void a_policy_is_ignored_if_pings_are_still_answered() {
    assertThat(answered(3).word()).isEqualTo("ignored");
    assertThat(answered(1).word()).isEqualTo("ignored");
    assertThat(answered(3).cell().text())
        .isEqualTo("ignored\nunder a deny-all 3 of 3 pings are answered");
  }

  @Test
  void enforcement_is_unknown_if_pings_fail_without_a_policy_too() {
    Policing broken = new Policing(pings(0), pings(0));
    assertThat(broken.word()).isEqualTo("unknown");
    assertThat(broken.enforced()).isFalse();
    assertThat(broken.cell().text()).contains("without a policy either");
  }

  @Test
  void a_policy_is_enforced_if_no_ping_is_answered() {
    assertThat(answered(0).word()).isEqualTo("enforced");
    assertThat(answered(0).cell().text())
        .isEqualTo("enforced\nunder a deny-all 0 of 3 pings are answered");
  }
}
