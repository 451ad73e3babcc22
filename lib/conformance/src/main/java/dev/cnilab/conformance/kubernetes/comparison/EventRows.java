package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.PrintedTimes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of events, which are sorted by time: by when they were last seen in {@code kubectl
 * describe}, by when they were first seen in a list of the API. The order of two of them is chance
 * if they are seconds apart in one run and not in the other; but not within the same second.
 *
 * @param lines of an answer
 */
record EventRows(List<AnswerLine> lines) {
  private static final Pattern DESCRIBED =
      Pattern.compile("\\s*(?:Normal|Warning)\\s+\\S+\\s+(\\d[\\dhms]*)\\s.*");
  private static final Pattern LISTED =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)Z\\s.*");

  /** Whether a line is an event without a neighbor of the same second. */
  boolean isAlone(AnswerLine line) {
    int at = lines.indexOf(line);
    OptionalLong second = second(line);
    return second.isPresent()
        && (at == 0 || !second(lines.get(at - 1)).equals(second))
        && (at == lines.size() - 1 || !second(lines.get(at + 1)).equals(second));
  }

  /** The rows that are older than the one before them. */
  List<AnswerLine> outOfTime() {
    List<AnswerLine> found = new ArrayList<>();
    OptionalLong last = OptionalLong.empty();
    for (AnswerLine line : lines) {
      OptionalLong second = second(line);
      if (last.isPresent() && second.isPresent() && second.getAsLong() < last.getAsLong()) {
        found.add(line);
      }
      last = second;
    }
    return found;
  }

  /** A number that grows with time within one answer. */
  private static OptionalLong second(AnswerLine line) {
    Matcher described = DESCRIBED.matcher(line.text());
    if (described.matches()) {
      return OptionalLong.of(-PrintedTimes.age(described.group(1)).toSeconds());
    }
    Matcher listed = LISTED.matcher(line.text());
    return listed.matches()
        ? OptionalLong.of(
            LocalDateTime.parse(listed.group(1)).toInstant(ZoneOffset.UTC).getEpochSecond())
        : OptionalLong.empty();
  }
}
