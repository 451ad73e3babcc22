package dev.cnilab.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void plain_words_need_no_shell() {
    assertThat(CommandLine.words("ping -c 3 10.244.1.3"))
        .containsExactly("ping", "-c", "3", "10.244.1.3");
  }

  @Test
  void anything_else_goes_through_a_shell_as_it_is() {
    assertThat(CommandLine.words("ls /etc/cni/net.d | head"))
        .containsExactly("sh", "-c", "ls /etc/cni/net.d | head");
    assertThat(CommandLine.words("echo  two  blanks")).startsWith("sh", "-c");
  }

  @Test
  void the_typed_line_can_be_pasted_even_with_quotation_marks_in_it() {
    assertThat(CommandLine.typed(List.of("sh", "-c", "echo 'a b'")))
        .isEqualTo("sh -c 'echo '\\''a b'\\'''");
    assertThat(CommandLine.typed(List.of("ip", "addr", "show"))).isEqualTo("ip addr show");
  }
}
