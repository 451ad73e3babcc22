package dev.cnilab.userland.command;

import dev.cnilab.userland.shell.SandboxMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The recorded output of a command; {@code record-answers.py} records them.
 *
 * @param line the command line
 * @param status its exit status
 * @param said the lines of standard output, each after {@code 1}, then those of standard error
 *     after {@code 2}
 */
record RecordedAnswer(String line, String status, List<String> said) {

  static List<RecordedAnswer> all(String resource) {
    return Arrays.stream(text(resource).substring(2).split("\n\\$ "))
        .map(RecordedAnswer::parse)
        .toList();
  }

  /** Command lines with known differences, each with the reason. */
  static Map<String, String> exceptions(String resource) {
    return text(resource)
        .lines()
        .map(line -> line.split(" \\| "))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }

  static String text(String resource) {
    try (InputStream in = RecordedAnswer.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String command() {
    return line.split(" ")[0];
  }

  private static RecordedAnswer parse(String record) {
    List<String> lines = record.lines().toList();
    return new RecordedAnswer(
        lines.get(0), lines.get(1).substring(2), List.copyOf(lines.subList(2, lines.size())));
  }

  /** Another result for the same line, in the same form. */
  RecordedAnswer of(SandboxMachine.Result result) {
    String ended = String.valueOf(result.status());
    if (line.endsWith(" --help")) {
      return new RecordedAnswer(line, ended, List.of());
    }
    List<String> lines = new ArrayList<>();
    if (said.contains("1*")) {
      lines.add("1*");
    } else {
      result.out().lines().forEach(each -> lines.add("1 " + each));
    }
    result.err().lines().forEach(each -> lines.add("2 " + each));
    return new RecordedAnswer(line, ended, List.copyOf(lines));
  }

  @Override
  public String toString() {
    return "$ " + line + "\n= " + status + "\n" + String.join("\n", said);
  }
}
