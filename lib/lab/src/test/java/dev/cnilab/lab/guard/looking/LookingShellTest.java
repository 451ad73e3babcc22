package dev.cnilab.lab.guard.looking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.ExecResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookingShellTest {
  private final List<String> confined = new ArrayList<>();
  private final List<String> privileged = new ArrayList<>();

  /** The name of the answer to {@code iptables -F}: the SHA-256 of its words in Base64. */
  private static final String FLUSH =
      "1b684fa6c03540656466441ba75b93a3845d4991d505c36fe8380ea76a9a194e";

  private static final Pattern MARK = Pattern.compile("--- asked [0-9a-f-]{36}");

  private static String words(String... words) {
    return Stream.of(words)
        .map(word -> Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(" "));
  }

  private static String mark(String script) {
    return MARK.matcher(script).results().findFirst().orElseThrow().group();
  }

  private ExecResult run(String line, String... wanted) {
    return new LookingShell(
            script -> {
              confined.add(script);
              boolean first = confined.size() == 1 && wanted.length > 0;
              String asked = first ? mark(script) + "\n" + words(wanted) + "\n" : "";
              return new ExecResult("seen\n", asked, 0);
            },
            script -> {
              privileged.add(script);
              return new ExecResult("rules\n", "", 0);
            })
        .run(line);
  }

  @Test
  void a_line_that_asks_for_nothing_runs_once_and_without_power() {
    assertThat(run("ls /etc").out()).isEqualTo("seen\n");
    assertThat(confined).hasSize(1);
    assertThat(confined.getFirst())
        .contains("setpriv --no-new-privs --reuid 64953")
        .endsWith("exit $status\n");
    assertThat(privileged).isEmpty();
  }

  @Test
  void a_line_that_only_looks_gets_its_privileged_parts_and_runs_again_without_privilege() {
    assertThat(run("iptables -S | head -2", "iptables", "-S", "a'b").out()).isEqualTo("seen\n");
    assertThat(privileged).isEmpty();

    confined.clear();
    assertThat(run("iptables -S | head -2", "iptables", "-S").out()).isEqualTo("rules\n");
    assertThat(privileged).hasSize(1);
    assertThat(privileged.getFirst())
        .contains("'nsenter' '-t' '1' '-m' '-u' '-i' '-n' '-p' '--' 'iptables' '-S' >")
        .contains("setpriv --no-new-privs --reuid 64953")
        .contains("'iptables -S | head -2'");
  }

  @Test
  void a_line_that_does_more_is_refused_without_a_privileged_pod() {
    run("iptables -F", "iptables", "-F");
    assertThat(privileged).isEmpty();
    assertThat(confined).hasSize(2);
    assertThat(confined.getLast()).contains("/answers/" + FLUSH + ".refused");
  }

  @Test
  void a_command_in_the_network_of_a_process_has_no_power_there_either() {
    run("nsenter -t 42 -n rm -rf /", "nsenter", "-t", "42", "-n", "rm", "-rf", "/");
    assertThat(privileged.getFirst())
        .contains("nsenter -t 42 -n -- setpriv --no-new-privs --reuid 64953")
        .contains("chroot /node 'rm' '-rf' '/' >");
  }

  /** A line's own errors may be a container's log, which anybody can write. */
  @Test
  void a_list_of_commands_is_taken_from_what_follows_the_mark_of_this_run() {
    ExecResult result =
        new LookingShell(
                script ->
                    new ExecResult(
                        "", "--- asked ---\nx;reboot;# " + words("iptables", "-S") + "\n", 0),
                script -> {
                  privileged.add(script);
                  return new ExecResult("", "", 0);
                })
            .run("crictl logs 1");
    assertThat(result.err()).startsWith("--- asked ---\nx;reboot;# ");
    assertThat(privileged).isEmpty();
  }

  @Test
  void nothing_of_a_forged_list_becomes_a_part_of_a_script() {
    new LookingShell(
            script ->
                new ExecResult(
                    "",
                    mark(script) + "\nx;reboot;# " + words("iptables", "-S") + "\n$(reboot)\n",
                    0),
            script -> {
              privileged.add(script);
              return new ExecResult("", "", 0);
            })
        .run("crictl logs 1");
    assertThat(privileged).isEmpty();
  }
}
