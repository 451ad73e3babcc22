package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bash has and sh does not, compared with the real one. */
class SameAsBashTest {
  private static final Path BASH = Path.of("/bin/bash");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo {a,b}{1..3} x{01..03} {c..a} pre{,fix} {5..1..2} {-2..2}",
        "echo {a} {} {a..b..c} {,} a{b {1..x} '{a,b}' \"{a,b}\" \\{a,b} {a\\,b,c}",
        "x=1; echo {${x},2}{\"a b\",c} ${x}{y,z} {a,{b,c},d} {a,b}}",
        "for i in {1..3} {a,b}; do echo $i; done",
        "x={a,b}; echo $x; echo a={1,2}",
        "echo $'a\\tb\\x41\\101\\'' \"$'x'\" $'\\e' | od -c",
        "cat <<< hello; x='a  b'; cat <<< $x; cat <<< \"$x\"c",
        "read a b <<< 'one two'; echo $b-$a",
      })
  void bash_reads_it_so(String script) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no " + BASH + " here to compare with");
    Process real = new ProcessBuilder(BASH.toString(), "-c", script).start();
    String expected = new String(real.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try (SandboxMachine machine = new SandboxMachine()) {
      assertThat(machine.run(List.of("bash", "-c", script), "").out()).isEqualTo(expected);
    }
  }
}
