package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code nft} does with each word and each rule counts as work, so that others run. */
class NftWorkTest {
  private static final int MANY = 300;

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = sandbox.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  /** The work of a command in microseconds. */
  private long work(String command) {
    Duration before = sandbox.machine().cgroup().cpu().usage();
    sh(command);
    return sandbox.machine().cgroup().cpu().usage().minus(before).toNanos() / 1000;
  }

  @BeforeEach
  void writeScript() {
    sh(
        "(echo 'table ip t {'; echo 'set s { type inet_service; elements = {';"
            + " for i in $(seq %1$d); do echo $i,; done; echo '0 } }'; echo 'chain c {';"
                .formatted(MANY)
            + " for i in $(seq %1$d); do echo \"tcp dport $i accept\"; done; echo '} }') > /tmp/n"
                .formatted(MANY));
  }

  @Test
  void each_line_of_an_nft_script_costs_cpu_time() {
    long few = work("echo 'add table ip u' > /tmp/u; nft -f /tmp/u");

    assertThat(work("nft -f /tmp/n")).isGreaterThan(few + 4 * MANY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nft list ruleset >/dev/null",
        "nft list table ip t >/dev/null",
        "nft list chain ip t c >/dev/null",
        "nft list set ip t s >/dev/null"
      })
  void each_listed_line_costs_cpu_time(String command) {
    sh("nft -f /tmp/n");
    assertThat(sh("nft list ruleset | grep -c dport")).isEqualTo(MANY + "\n");

    assertThat(work(command) / MANY).isPositive();
  }

  @Test
  void each_listed_iptables_rule_costs_cpu_time() {
    sh("for i in $(seq %d); do iptables -A INPUT -p tcp --dport $i; done".formatted(MANY));

    assertThat(work("nft list ruleset >/dev/null") / MANY).isPositive();
  }

  @Test
  void a_listing_shows_rules_that_are_deleted_while_it_runs() {
    sh("nft -f /tmp/n");
    sh("nft list chain ip t c > /tmp/l & sleep 0.0005; nft flush ruleset; wait");

    assertThat(sh("grep -c dport /tmp/l; nft list ruleset")).isEqualTo(MANY + "\n");
  }

  /** A change is undone where it was made. */
  @Test
  void nft_c_leaves_the_rules_and_their_order_unchanged() {
    sh("nft -f /tmp/n; nft -a list ruleset > /tmp/before");
    sh(
        "(echo insert rule ip t c counter; echo add rule ip t c index 7 counter; echo delete rule"
            + " ip t c handle 9; echo add rule ip t c drop) > /tmp/c; nft -c -f /tmp/c");

    assertThat(sh("nft -a list ruleset | cmp - /tmp/before && echo same")).isEqualTo("same\n");
  }
}
