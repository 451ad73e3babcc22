package dev.cnilab.conformance.kubernetes.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Logs that {@code kubectl logs --tail} has cut, each pod's by itself. What a log's first lines are
 * then depends on how much was said after them, so an unbroken row of lines at its beginning may be
 * other ones; everything after the first line in common counts.
 */
final class CutLogs {
  private static final Pattern COMMAND =
      Pattern.compile("(?s)kubectl .*\\blogs .*--tail=\\d+(?: [^|]*)?");
  private static final Pattern PREFIX = Pattern.compile("\\[pod/[^\\]]+\\] ");

  private CutLogs() {}

  /** Whether a command shows such logs. */
  static boolean shows(String command) {
    return COMMAND.matcher(command).matches();
  }

  /** The difference without the beginnings, of at most two fifths of a log. */
  static Difference compare(
      Difference difference, List<AnswerLine> captured, List<AnswerLine> answer) {
    List<String> missing = later(captured, difference.missing());
    List<String> surplus = later(answer, difference.surplus());
    return new Difference(missing, surplus);
  }

  private static List<String> later(List<AnswerLine> all, List<String> unmatched) {
    List<String> left = new ArrayList<>(unmatched);
    all.stream()
        .collect(Collectors.groupingBy(CutLogs::log))
        .values()
        .forEach(
            log ->
                log.stream()
                    .limit(log.size() * 2L / 5)
                    .map(AnswerLine::text)
                    .takeWhile(left::contains)
                    .toList()
                    .forEach(left::remove));
    return left;
  }

  /** What {@code --prefix} says about a line's origin; "" without it. */
  private static String log(AnswerLine line) {
    Matcher prefix = PREFIX.matcher(line.text());
    return prefix.lookingAt() ? prefix.group() : "";
  }
}
