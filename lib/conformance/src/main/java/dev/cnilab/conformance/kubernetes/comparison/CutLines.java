package dev.cnilab.conformance.kubernetes.comparison;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that a {@code cut} has cut by the column. Names, numbers of processes and the like are not
 * equally long in two runs, so one run shows a little more of such a line than the other.
 *
 * @param columns how many it has kept
 */
record CutLines(int columns) {
  private static final Pattern CUT = Pattern.compile("(?s).*\\| cut -c1-(\\d+).*");

  /** The maximum difference of the columns at which two runs cut the same line. */
  private static final int SLACK = 60;

  /** Those of a command; none if it does not cut. */
  static Optional<CutLines> of(String command) {
    Matcher cut = CUT.matcher(command);
    return cut.matches()
        ? Optional.of(new CutLines(Integer.parseInt(cut.group(1))))
        : Optional.empty();
  }

  /** The lines of an answer, each that was cut only as far as both answers show it. */
  List<AnswerLine> align(List<AnswerLine> lines, List<AnswerLine> others) {
    return lines.stream().map(line -> isCut(line) ? align(line, others) : line).toList();
  }

  private AnswerLine align(AnswerLine line, List<AnswerLine> others) {
    if (others.stream().anyMatch(other -> other.shape().equals(line.shape()))) {
      return line;
    }
    return others.stream()
        .filter(this::isCut)
        .map(other -> inCommon(line.shape(), other.shape()))
        .filter(length -> line.shape().length() - length <= SLACK)
        .findFirst()
        .map(line::upTo)
        .orElse(line);
  }

  private boolean isCut(AnswerLine line) {
    return line.text().length() >= columns - SLACK;
  }

  private static int inCommon(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }
}
