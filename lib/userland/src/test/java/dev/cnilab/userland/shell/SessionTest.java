package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.file.open.Terminal;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final List<Process> shell = new ArrayList<>();
  private final Terminal terminal =
      new Terminal(
          sandbox.loop(), screen::writeBytes, () -> shell.getFirst().family().kill(Signal.INT));

  /** The screen after typing keys one by one into {@code sh}. */
  private String type(String... keys) {
    sandbox
        .loop()
        .call(
            () ->
                shell.add(
                    sandbox
                        .machine()
                        .start(
                            ProcessSpec.of("sh")
                                .environment(Map.of("PATH", "/usr/bin"))
                                .descriptor(0, terminal)
                                .descriptor(1, terminal)
                                .descriptor(2, terminal))));
    for (String each : keys) {
      sandbox.loop().advance(Duration.ofSeconds(1));
      byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
      sandbox
          .loop()
          .call(
              () -> {
                terminal.type(bytes, bytes.length);
                return null;
              });
    }
    sandbox.loop().advance(Duration.ofSeconds(1));
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void kill_ends_a_job_by_its_number() {
    String screen = type("sleep 100 & sleep 200 &\n", "jobs\n", "kill %1\n", "jobs\n", "kill %9\n");

    assertThat(screen)
        .contains("[2] + Running                    sleep 200")
        .contains("[1] - Running                    sleep 100")
        .contains("[1] - Done                       sleep 100")
        .contains("sh: 5: kill: No such job: %9");
  }

  @Test
  void a_command_is_echoed_and_followed_by_its_output_and_a_prompt() {
    assertThat(type("echo hi\r")).isEqualTo("# echo hi\r\nhi\r\n# ");
  }

  @Test
  void backspace_deletes_the_last_character() {
    assertThat(type("echo hä\u007fi\r")).endsWith("\r\nhi\r\n# ");
  }

  @Test
  void an_empty_line_prints_the_same_prompt_again() {
    assertThat(type("\r", "if true; then\r", "\r", "echo in; fi\r"))
        .isEqualTo("# \r\n# if true; then\r\n> \r\n> echo in; fi\r\nin\r\n# ");
  }

  @Test
  void an_error_does_not_end_the_session() {
    assertThat(type("nosuch\r", "echo )\r", "echo still here\r")).endsWith("still here\r\n# ");
  }

  @Test
  void control_c_interrupts_the_command_and_not_the_shell() {
    assertThat(type("sleep 1d\r", "\u0003", "echo back\r"))
        .isEqualTo("# sleep 1d\r\n^C\r\n# echo back\r\nback\r\n# ");
  }

  @Test
  void control_d_on_an_empty_line_ends_the_session() {
    type("exit 3 # not yet", "\u0015", "\u0004");
    assertThat(shell.getFirst().isAlive()).isFalse();
  }
}
