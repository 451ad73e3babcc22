package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code iptables-restore}; the messages are those of 1.8.9 on Debian 12. */
class IptablesRestoreTest {
  private static final String TRY =
      "Try `iptables-restore -h' or 'iptables-restore --help' for more information.\n";

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  @Test
  void iptables_restore_brings_back_saved_rules_with_their_counters() {
    sh(
        "ip link set lo up; iptables -N MINE; iptables -A INPUT -p icmp -m comment --comment"
            + " 'a \"b\" c' -j MINE; iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE;"
            + " ping -c1 127.0.0.1");
    String saved = sh("iptables-save -c | grep -v '^#'; iptables-save -c > /root/rules");
    sh("iptables -F; iptables -P FORWARD DROP; iptables -N OTHER; iptables -t nat -F");
    assertThat(sh("iptables-restore -c < /root/rules; echo $?")).isEqualTo("0\n");

    assertThat(sh("iptables-save -c | grep -v '^#'")).isEqualTo(saved);
    assertThat(saved).containsPattern("\\[[1-9]\\d*:[1-9]\\d*] -A INPUT -p icmp");
  }

  /** As kube-proxy counts the connections that come in over localhost. */
  @Test
  void iptables_restore_accepts_an_nfacct_rule() {
    sh(
        "printf '*nat\\n"
            + "-A OUTPUT -m nfacct --nfacct-name  seen -j ACCEPT\\n"
            + "COMMIT\\n"
            + "' > /root/rules");
    assertThat(sh("iptables-restore < /root/rules; iptables -t nat -S OUTPUT | tail -1"))
        .isEqualTo("-A OUTPUT -m nfacct --nfacct-name  seen -j ACCEPT\n");
  }

  @Test
  void lines_marked_4_or_6_apply_only_to_their_family() {
    sh(
        "printf '*filter\\n"
            + "-4 -A INPUT -j ACCEPT\\n"
            + "-6 -A INPUT -j DROP\\n"
            + "-A FORWARD -m comment --comment -6 -j DROP\\n"
            + "COMMIT\\n"
            + "' > /root/rules; iptables-restore /root/rules; ip6tables-restore /root/rules");

    assertThat(sh("iptables -S INPUT; ip6tables -S INPUT"))
        .isEqualTo("-P INPUT ACCEPT\n-A INPUT -j ACCEPT\n-P INPUT ACCEPT\n-A INPUT -j DROP\n");
    assertThat(sh("iptables -S FORWARD")).contains("--comment -6 -j DROP");
  }

  @Test
  void an_ip6tables_comment_may_be_the_name_of_an_unsupported_match() {
    sh("ip6tables -A INPUT -m comment --comment set -j ACCEPT");

    assertThat(sh("ip6tables -S INPUT")).endsWith("-A INPUT -m comment --comment set -j ACCEPT\n");
    assertThat(sh("ip6tables -A INPUT -j REJECT")).contains("REJECT: not available");
  }

  @Test
  void iptables_restore_n_adds_to_the_existing_rules() {
    sh("iptables -A INPUT -s 10.0.0.1 -j DROP; iptables -N B; iptables -A B -j ACCEPT");
    sh(
        "printf '*filter\\n"
            + ":B - [0:0]\\n"
            + "-A INPUT -s 10.0.0.2 -j B\\n"
            + "COMMIT\\n"
            + "' | iptables-restore -n");

    assertThat(sh("iptables -S | grep -v ^-P"))
        .isEqualTo("-N B\n-A INPUT -s 10.0.0.1/32 -j DROP\n-A INPUT -s 10.0.0.2/32 -j B\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -A BOGUS -j DROP           | iptables-restore: line 3 failed: No chain/target/match by that name.
          -D INPUT 7                 | iptables-restore: line 3 failed: No chain/target/match by that name.
          -D INPUT -s 1.2.3.4 -j DROP | iptables-restore: line 3 failed: Bad rule (does a matching rule exist in that chain?).
          :INPUT BOGUS [0:0]         | iptables-restore: line 3 failed: Bad policy name.
          -N A                       | iptables-restore: line 3 failed: Chain already exists.
          :A                         | iptables-restore v1.8.9 (nf_tables): iptables-restore: line 3 policy invalid\\nError occurred at line: 3
          [x] -A INPUT -j DROP       | iptables-restore v1.8.9 (nf_tables): Bad line 3: need ]\\nError occurred at line: 3
          -A INPUT --bogus           | iptables-restore v1.8.9 (nf_tables): unknown option "--bogus"\\nError occurred at line: 3
          -A INPUT -s 1.2.3.4/99     | iptables-restore v1.8.9 (nf_tables): invalid mask `99' specified\\nError occurred at line: 3
          -A INPUT -j BOGUS          | iptables-restore v1.8.9 (nf_tables): Chain 'BOGUS' does not exist\\nError occurred at line: 4
          -t nat -A INPUT -j DROP    | iptables-restore v1.8.9 (nf_tables): The -t option cannot be used in iptables-restore.\\n\\nError occurred at line: 3
          rubbish                    | Bad argument `rubbish'\\nError occurred at line: 3
          -A INPUT -j DNAT --to-destination 1.2.3.4 | iptables-restore v1.8.9 (nf_tables): \\nline 3: RULE_APPEND failed (Invalid argument): rule in chain INPUT
          """)
  void a_wrong_line_leaves_the_whole_table_unchanged(String line, String words) {
    sh("iptables -A INPUT -s 10.0.0.1 -j DROP; iptables -P FORWARD DROP");
    String before = sh("iptables -S");
    sh("cat > /root/rules <<'END'\n*filter\n-N A\n" + line + "\nCOMMIT\nEND\n");
    String said = sh("iptables-restore /root/rules");

    assertThat(said.replace(TRY, "")).isEqualTo(words.replace("\\n", "\n") + "\n");
    assertThat(sh("iptables -S")).isEqualTo(before);
  }

  @Test
  void malformed_input_of_iptables_restore_is_rejected() {
    assertThat(sh("echo rubbish | iptables-restore; echo $?"))
        .isEqualTo("1\niptables-restore: line 1 failed\n");
    assertThat(sh("printf '*filter\\n-A INPUT -j DROP\\n' | iptables-restore; echo $?"))
        .isEqualTo("1\niptables-restore: COMMIT expected at line 3\n");
    assertThat(sh("printf '*bogus\\nCOMMIT\\n' | iptables-restore; echo $?"))
        .startsWith("2\n")
        .contains("iptables-restore: line 1 table name 'bogus' invalid\n");
    assertThat(sh("iptables -S")).doesNotContain("-A");
    assertThat(sh("iptables-restore /root/none; echo $?"))
        .isEqualTo("1\nCan't open /root/none: No such file or directory\n");
  }

  @Test
  void iptables_restore_ignores_other_tables_and_changes_nothing_in_test_mode() {
    sh("printf '*filter\\n-A INPUT -j DROP\\nCOMMIT\\n' > /root/rules");
    assertThat(sh("iptables-restore -t /root/rules; iptables-restore -T nat /root/rules; echo $?"))
        .isEqualTo("0\n");
    assertThat(sh("iptables -S")).doesNotContain("-A");
  }

  @Test
  void iptables_restore_v_prints_the_chains_that_it_flushes_and_the_rules_it_adds() {
    sh("printf '*filter\\n-A INPUT -j DROP\\nCOMMIT\\n' > /root/rules");
    assertThat(sh("iptables-restore -v /root/rules; echo $?"))
        .isEqualTo(
            """
            Flushing chain `INPUT'
            Flushing chain `FORWARD'
            Flushing chain `OUTPUT'
            DROP  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0 \s
            0
            """);
  }

  /** So that others run between them. */
  @Test
  void each_restored_line_costs_cpu_time() {
    sh(
        "(echo '*filter'; for i in $(seq 200); do echo \"-A INPUT -p tcp --dport $i -j DROP\";"
            + " done; echo COMMIT) > /root/rules");
    Duration before = machine.machine().cgroup().cpu().usage();
    sh("iptables-restore /root/rules");

    assertThat(machine.machine().cgroup().cpu().usage().minus(before))
        .isGreaterThan(Duration.ofNanos(200 * 20_000));
    assertThat(sh("iptables -S INPUT | wc -l")).isEqualTo("201\n");
  }

  /** A run that others interrupt begins again with what they have made of the table. */
  @Test
  void rules_added_during_a_restore_are_kept() {
    sh(
        "(echo '*filter'; for i in $(seq 2000); do echo \"-A INPUT -p tcp --dport $i -j DROP\";"
            + " done; echo COMMIT) > /root/rules");
    sh(
        "iptables-restore -n /root/rules & (sleep 0.001; iptables -A FORWARD -j DROP;"
            + " iptables -S INPUT | wc -l > /root/then) & wait");

    assertThat(sh("cat /root/then")).isEqualTo("1\n");
    assertThat(sh("iptables -S FORWARD | tail -1; iptables -S INPUT | wc -l"))
        .isEqualTo("-A FORWARD -j DROP\n2001\n");
  }
}
