package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** /proc/net/fib_trie, which shows the host's addresses where there is no {@code ip}. */
class RouteTrieTest extends NetworkCommands {
  @Test
  void the_local_and_main_tables_share_a_trie_until_a_rule_is_added() {
    assertThat(sh("grep -c 'host LOCAL' /proc/net/fib_trie; grep -c : /proc/net/fib_trie"))
        .isEqualTo("2\n2\n");
    sh("ip rule add from 10.0.0.9 table 7 pref 5; ip route add 10.9.0.0/16 dev v0 table 7");
    assertThat(sh("cat /proc/net/fib_trie"))
        .isEqualTo(
            """
            Id 7:
              |-- 10.9.0.0
                 /16 link UNICAST
            Main:
              |-- 10.0.0.0
                 /24 link UNICAST
            Local:
              +-- 10.0.0.0/24 2 0 2
                 |-- 10.0.0.1
                    /32 host LOCAL
                 |-- 10.0.0.255
                    /32 link BROADCAST
            """);
  }

  @Test
  void a_full_trie_node_has_more_bits() {
    sh("for i in 2 3 4 5 6 7 8; do ip route add 10.0.0.$i dev v0; done");
    assertThat(sh("head -4 /proc/net/fib_trie"))
        .isEqualTo(
            """
            Main:
              +-- 10.0.0.0/24 2 0 2
                 +-- 10.0.0.0/28 4 0 7
                    |-- 10.0.0.0
            """);
  }
}
