package dev.cnilab.userland.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs each command with the arguments recorded on Debian, and compares the output. */
class AnswersTest {
  private final Map<String, String> exceptions = RecordedAnswer.exceptions("exceptions.txt");

  @TestFactory
  Stream<DynamicTest> a_command_answers_its_arguments_as_in_debian() {
    Map<String, List<RecordedAnswer>> commands =
        RecordedAnswer.all("answers.txt").stream()
            .collect(
                Collectors.groupingBy(
                    RecordedAnswer::command, LinkedHashMap::new, Collectors.toList()));
    return commands.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(each.getValue())));
  }

  private void compare(List<RecordedAnswer> recorded) {
    for (RecordedAnswer real : recorded) {
      RecordedAnswer ours = ours(real);
      if (exceptions.containsKey(real.line())) {
        assertThat(ours).as("what exceptions.txt excuses").isNotEqualTo(real);
      } else {
        assertThat(ours).isEqualTo(real);
      }
    }
  }

  private static RecordedAnswer ours(RecordedAnswer real) {
    try (SandboxMachine machine = new SandboxMachine()) {
      String script = "PATH=/usr/sbin:/usr/bin; exec " + real.line();
      return real.of(machine.run(List.of("sh", "-c", script), ""));
    }
  }

  @Test
  void fewer_than_three_percent_of_the_recorded_answers_are_exceptions() {
    assertThat(exceptions.values()).doesNotContain("");
    assertThat(exceptions.size() * 100).isLessThan(3 * RecordedAnswer.all("answers.txt").size());
  }

  @Test
  void an_unsupported_option_is_rejected_by_name() {
    try (SandboxMachine machine = new SandboxMachine()) {
      SandboxMachine.Result context = machine.sh("ls --context");
      assertThat(context.err()).startsWith("ls: option '--context' is not available");
      assertThat(context.status()).isEqualTo(2);
      assertThat(machine.sh("head --li=1 /etc/group").out()).isEqualTo("root:x:0:\n");
      assertThat(machine.sh("ls --s").err())
          .startsWith(
              "ls: option '--s' is ambiguous; possibilities: '--si' '--show-control-chars' '--size'"
                  + " '--sort'");
      assertThat(machine.sh("sort -k").err())
          .startsWith("sort: option requires an argument -- 'k'");
      assertThat(machine.sh("head --lines").err())
          .startsWith("head: option '--lines' requires an argument");
      assertThat(machine.sh("cat --number=1").err())
          .startsWith("cat: option '--number' doesn't allow an argument");
      assertThat(machine.sh("ping -R 127.0.0.1").err()).startsWith("ping: option -R is not");
      assertThat(machine.sh("nc -x proxy 127.0.0.1 80").err()).startsWith("nc: option -x is not");
      assertThat(machine.sh("ss -K").err()).startsWith("ss: option '-K' is not available");
    }
  }

  @Test
  void pkill_with_wrong_arguments_kills_no_process() {
    try (SandboxMachine machine = new SandboxMachine()) {
      String script =
          "sleep 100 & for words in --bogus-flag -Y '' --signal 'a b'; do pkill $words; done;"
              + " pgrep -c sleep";
      assertThat(machine.sh(script).out()).isEqualTo("1\n");
      assertThat(machine.sh("sleep 100 & pkill -KILL -x sleep; wait $!; echo $?").out())
          .isEqualTo("137\n");
    }
  }
}
