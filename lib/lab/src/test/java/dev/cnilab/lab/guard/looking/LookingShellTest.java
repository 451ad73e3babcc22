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
  void an_ordinary_line_runs_once_without_privileges() {
    assertThat(run("ls /etc").out()).isEqualTo("seen\n");
    assertThat(confined).hasSize(1);
    assertThat(confined.getFirst())
        .contains("setpriv --no-new-privs --reuid 64953")
        .endsWith("exit $status\n");
    assertThat(privileged).isEmpty();
  }

  @Test
  void read_only_commands_run_privileged_and_their_line_runs_again_unprivileged() {
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
  void a_changing_command_is_rejected_without_a_privileged_pod() {
    run("iptables -F", "iptables", "-F");
    assertThat(privileged).isEmpty();
    assertThat(confined).hasSize(2);
    assertThat(confined.getLast()).contains("/answers/" + FLUSH + ".refused");
  }

  @Test
  void a_command_entering_a_network_namespace_stays_unprivileged() {
    run("nsenter -t 42 -n rm -rf /", "nsenter", "-t", "42", "-n", "rm", "-rf", "/");
    assertThat(privileged.getFirst())
        .contains("nsenter -t 42 -n -- setpriv --no-new-privs --reuid 64953")
        .contains("chroot /node 'rm' '-rf' '/' >");
  }

  /** A line's own errors may be a container's log, which anybody can write. */
  @Test
  void a_command_list_without_the_mark_of_this_run_is_ignored() {
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
  void a_forged_command_list_never_reaches_a_script() {
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
