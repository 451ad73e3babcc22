package dev.cnilab.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void plain_words_run_without_a_shell() {
    assertThat(CommandLine.words("ping -c 3 10.244.1.3"))
        .containsExactly("ping", "-c", "3", "10.244.1.3");
  }

  @Test
  void any_other_line_runs_in_a_shell_unchanged() {
    assertThat(CommandLine.words("ls /etc/cni/net.d | head"))
        .containsExactly("sh", "-c", "ls /etc/cni/net.d | head");
    assertThat(CommandLine.words("echo  two  blanks")).startsWith("sh", "-c");
  }

  @Test
  void a_typed_line_is_quoted_for_a_shell() {
    assertThat(CommandLine.typed(List.of("sh", "-c", "echo 'a b'")))
        .isEqualTo("sh -c 'echo '\\''a b'\\'''");
    assertThat(CommandLine.typed(List.of("ip", "addr", "show"))).isEqualTo("ip addr show");
  }
}
