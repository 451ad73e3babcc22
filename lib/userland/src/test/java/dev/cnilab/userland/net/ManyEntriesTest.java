package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Root's many routes, rules, addresses and neighbors. What a command does with each of them counts
 * as work, so that others run in between.
 */
class ManyEntriesTest {
  private static final int MANY = 500;

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @BeforeEach
  void addLink() {
    sh("ip link add d0 type dummy; ip link set d0 up; ip addr add 10.255.0.1/8 dev d0");
  }

  private String sh(String script) {
    SandboxMachine.Result result = sandbox.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  /** Runs a line for each number, as words of one batch. */
  private void batch(String line) {
    sh(
        "awk 'BEGIN { for (i = 0; i < %d; i++) printf \"%s\\n\", int(i / 256), i %% 256 }' > /tmp/b;"
                .formatted(MANY, line)
            + " ip -batch /tmp/b");
  }

  /** The work of a command in microseconds. */
  private long work(String command) {
    Duration before = sandbox.machine().cgroup().cpu().usage();
    sh(command);
    return sandbox.machine().cgroup().cpu().usage().minus(before).toNanos() / 1000;
  }

  private long workOfEach(String command) {
    return work(command) / MANY;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip route >/dev/null",
        "ip -json route >/dev/null",
        "ip route flush root 10.9.0.0/16",
        "cat /proc/net/fib_trie >/dev/null",
        "cat /proc/net/fib_triestat >/dev/null",
        "cat /proc/net/route >/dev/null",
        "route -n >/dev/null",
        "netstat -rn >/dev/null"
      })
  void each_listed_route_costs_cpu_time(String command) {
    batch("route add 10.9.%d.%d dev d0");
    assertThat(sh("ip route | wc -l")).isEqualTo(MANY + 1 + "\n");

    assertThat(workOfEach(command)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip addr >/dev/null", "ip addr flush dev d0 to 10.8.0.0/16"})
  void each_listed_address_costs_cpu_time(String command) {
    batch("addr add 10.8.%d.%d/32 dev d0");
    assertThat(sh("ip -o -4 addr show dev d0 | wc -l")).isEqualTo(MANY + 1 + "\n");

    assertThat(workOfEach(command)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip rule >/dev/null", "ip rule flush"})
  void each_listed_rule_costs_cpu_time(String command) {
    batch("rule add from 10.7.%d.%d table 100");
    assertThat(sh("ip rule | wc -l")).isEqualTo(MANY + 3 + "\n");

    assertThat(workOfEach(command)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip neigh >/dev/null",
        "cat /proc/net/arp >/dev/null",
        "ip neigh flush dev d0 nud permanent"
      })
  void each_listed_neighbor_costs_cpu_time(String command) {
    batch("neigh add 10.6.%d.%d dev d0 lladdr 02:00:00:00:00:01");
    assertThat(sh("ip neigh | wc -l")).isEqualTo(MANY + "\n");

    assertThat(workOfEach(command)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipset list >/dev/null", "ipset save >/dev/null"})
  void the_entries_of_a_large_set_are_written_in_parts(String command) {
    sh("ipset create s hash:ip");
    long few = work(command);
    sh(
        "awk 'BEGIN { for (i = 0; i < %d; i++) print \"add s 10.5.\" int(i / 256) \".\" i %% 256 }'"
                .formatted(4 * MANY)
            + " | ipset restore");
    assertThat(sh("ipset list s | grep -c '^10'; ipset save | wc -l"))
        .isEqualTo(4 * MANY + "\n" + (4 * MANY + 1) + "\n");

    assertThat(work(command)).isGreaterThan(few + 4);
  }

  @Test
  void each_deleted_namespace_costs_cpu_time() {
    sh("for i in 1 2 3 4 5 6 7 8 9 10; do ip netns add n$i; done");

    assertThat(work("ip -all netns delete")).isGreaterThan(10 * 50);
    assertThat(sh("ip netns")).isEmpty();
  }

  @Test
  void a_namespace_lives_until_its_last_name_is_deleted() {
    sh("ip netns add one; ip -n one link add d1 type dummy");
    sh("ip netns exec one sleep 9 & sleep 1; ip netns attach other $!; ip netns del one; sleep 20");

    assertThat(sh("ip -n other -o link | wc -l")).isEqualTo("2\n");
  }
}
