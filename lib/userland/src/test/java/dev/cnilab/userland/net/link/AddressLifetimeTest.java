package dev.cnilab.userland.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.NetworkCommands;
import org.junit.jupiter.api.Test;

/** An address may have a metric and an end. */
class AddressLifetimeTest extends NetworkCommands {
  @Test
  void an_address_and_its_route_are_removed_when_its_lifetime_ends() {
    String show = "ip -o addr show dev v0 to 10.9.0.1 | cut -d'\\' -f2";
    assertThat(
            sh(
                "ip addr add 10.9.0.1/24 dev v0 valid_lft 10 preferred_lft 5; "
                    + (show
                        + "; sleep 6; "
                        + show
                        + "; ip -o addr show dev v0 deprecated | wc -l")))
        .isEqualTo(
            """
                   valid_lft 10sec preferred_lft 5sec
                   valid_lft 4sec preferred_lft 0sec
            1
            """);
    sh("sleep 5");
    assertThat(sh("ip addr show dev v0; ip route")).doesNotContain("10.9.0");
  }

  @Test
  void ip_addr_change_makes_a_lifetime_unlimited() {
    sh(
        "ip addr add 10.9.0.1/24 dev v0 valid_lft 2 preferred_lft 1;"
            + " ip addr change 10.9.0.1/24 dev v0; sleep 5");
    assertThat(sh("ip -o addr show dev v0")).contains("10.9.0.1/24 scope global v0\\");
  }

  @Test
  void the_metric_of_an_address_sets_that_of_its_route() {
    sh("ip addr add 10.9.0.1/24 dev v0 metric 500");
    assertThat(sh("ip route show 10.9.0.0/24"))
        .isEqualTo("10.9.0.0/24 dev v0 proto kernel scope link src 10.9.0.1 metric 500 \n");
    sh("ip addr change 10.9.0.1/24 dev v0 metric 50");
    assertThat(sh("ip route show 10.9.0.0/24"))
        .isEqualTo("10.9.0.0/24 dev v0 proto kernel scope link src 10.9.0.1 metric 50 \n");
  }

  @Test
  void a_preferred_lifetime_longer_than_the_valid_one_is_rejected() {
    assertThat(sh("ip addr add 10.9.0.1/24 dev v0 valid_lft 5"))
        .isEqualTo("preferred_lft is greater than valid_lft\n");
  }
}
