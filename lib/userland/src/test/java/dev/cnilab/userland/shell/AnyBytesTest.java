package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine.Result;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.util.Throwables;

/** Commands end with a status and without a defect for any input. */
class AnyBytesTest {

  private static void runs(List<String> command) {
    List<Throwable> defects = new ArrayList<>();
    try (SandboxMachine machine = new SandboxMachine()) {
      machine.loop().onUncaught(defects::add);
      Result result = machine.run(command, "one\ntwo\n");
      assertThat(defects)
          .as(() -> command + "\n" + String.join("\n", stackTraces(defects)))
          .isEmpty();
      assertThat(result.status()).isBetween(-1, 255);
    }
  }

  private static List<String> stackTraces(List<Throwable> defects) {
    return defects.stream().map(Throwables::getStackTrace).toList();
  }

  @Provide
  Arbitrary<String> scripts() {
    return Arbitraries.strings()
        .withChars("ab1 $`'\"\\(){}[]<>|&;!#*?~=-+/:%@\n\t")
        .ofMaxLength(30);
  }

  @Property(tries = 300, seed = "1")
  void any_shell_like_text_runs_or_is_a_syntax_error(@ForAll("scripts") String script) {
    runs(List.of("sh", "-c", script));
  }

  @Property(tries = 100, seed = "1")
  void any_string_runs_or_is_a_syntax_error(@ForAll String script) {
    runs(List.of("sh", "-c", script.replace("\0", "")));
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.strings().withChars("ab1 \\()[]{}*+?.^$|/,;sdpyn&g\n-").ofMaxLength(15);
  }

  @Property(tries = 300, seed = "1")
  void grep_and_sed_accept_or_reject_any_regular_expression(
      @ForAll("expressions") String argument) {
    runs(
        List.of(
            "sh",
            "-c",
            "grep \"$1\"; grep -E \"$1\"; sed \"$1\"; sed \"s/$1/x/\"",
            "sh",
            argument));
  }

  @Provide
  Arbitrary<List<String>> commandLines() {
    Arbitrary<String> command =
        Arbitraries.of(
            "ls",
            "cat",
            "head",
            "tail",
            "sort",
            "uniq",
            "cut",
            "tr",
            "seq",
            "find",
            "xargs",
            "diff",
            "stat",
            "chmod",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "touch",
            "ln",
            "printf",
            "test",
            "[",
            "date",
            "ps",
            "kill",
            "timeout",
            "env",
            "base64",
            "od",
            "hexdump",
            "wc",
            "tee",
            "nsenter",
            "journalctl",
            "systemctl",
            "df",
            "free",
            "mount",
            "basename",
            "sleep");
    Arbitrary<String> argument =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("-+abcdfklnorstuwx0123456789.,:/%'*").ofMaxLength(6),
            Arbitraries.of(
                "-f", "-n", "-c", "-d", "-t", "-k", "-exec", "/", ".", "..", "/proc", "/dev/null"));
    return command.flatMap(
        name ->
            argument
                .list()
                .ofMaxSize(4)
                .map(
                    rest -> {
                      List<String> all = new ArrayList<>(List.of(name));
                      all.addAll(rest);
                      return all;
                    }));
  }

  @Property(tries = 500, seed = "1")
  void commands_accept_or_reject_any_arguments(@ForAll("commandLines") List<String> command) {
    runs(command);
  }
}
