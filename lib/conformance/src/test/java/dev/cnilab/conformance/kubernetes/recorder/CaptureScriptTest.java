package dev.cnilab.conformance.kubernetes.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureScriptTest {
  @TempDir private Path folder;

  @Test
  void a_script_parses_into_commands_remarks_waits_and_pauses() throws IOException {
    CaptureScript script =
        read(
            """
            # What it is about

            $ kubectl get nodes
            node-2$ cat <<EOF > /tmp/x
            # no remark
            EOF
            # break
            until 20 node-2 is Ready: kubectl get node node-2 | grep -w Ready
            pause 3
            """);

    assertThat(script.title()).isEqualTo("What it is about");
    assertThat(script.lines())
        .containsExactly(
            new CaptureScript.Type("", "kubectl get nodes"),
            new CaptureScript.Type("node-2", "cat <<EOF > /tmp/x\n# no remark\nEOF"),
            new CaptureScript.Remark("break"),
            new CaptureScript.Until(
                Duration.ofSeconds(20),
                "node-2 is Ready",
                "kubectl get node node-2 | grep -w Ready"),
            new CaptureScript.Pause(Duration.ofSeconds(3)));
  }

  @Test
  void a_malformed_script_is_rejected_with_the_expected_form() {
    assertThatThrownBy(() -> read("# t\nkubectl get nodes\n"))
        .hasMessageContaining("\"kubectl get nodes\"")
        .hasMessageContaining("$ …");
    assertThatThrownBy(() -> read("# t\n$ cat <<EOF\nfor ever\n"))
        .hasMessageContaining("here-document EOF");
    assertThatThrownBy(() -> read("$ kubectl get nodes\n")).hasMessageContaining("begin");
  }

  private CaptureScript read(String text) throws IOException {
    return CaptureScript.read(Files.writeString(folder.resolve("any.script"), text));
  }
}
