package dev.cnilab.conformance.kubernetes.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeConsoleTest {
  private static final List<String> LINE_AFTER_LINE =
      List.of("bash", "-c", "while read -r line; do sh -c \"$line\"; done");

  @Test
  void a_console_answers_one_command_after_another() throws IOException {
    try (NodeConsole console = new NodeConsole(LINE_AFTER_LINE, "node-2", Map.of("A", "b"))) {
      assertThat(console.type("echo $A; echo 'it''s' >&2")).isEqualTo("b\nits");
      assertThat(console.type("printf 'no newline'; exit 3")).isEqualTo("no newline\n[exit 3]");
      assertThat(console.type("cat <<EOF\n\"1\"\n  2\nEOF")).isEqualTo("\"1\"\n  2");
      assertThat(console.type("true")).isEmpty();
    }
  }

  @Test
  void a_console_that_ends_early_reports_its_node_command_and_output() throws IOException {
    try (NodeConsole console =
        new NodeConsole(List.of("sh", "-c", "read x; echo no such node"), "node-9", Map.of())) {
      assertThatThrownBy(() -> console.type("hostname"))
          .hasMessageContaining("node-9")
          .hasMessageContaining("hostname")
          .hasMessageContaining("no such node");
    }
  }
}
