package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.PrintedTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times in lines of a log. */
final class Chronology {
  private static final Pattern TIME =
      Pattern.compile("(?:[IWE]\\d{4} |T|^)(\\d\\d):(\\d\\d):(\\d\\d\\.\\d{6,9})");

  /** A program reads the clock a little before it writes. */
  private static final double SLACK = 0.000002;

  private static final double HALF_A_DAY = 12 * 3600.0;

  private Chronology() {}

  private static final Pattern LAST_SEEN =
      Pattern.compile("(?:[a-z][-a-z]* +)?(\\d\\w*) +(?:Normal|Warning) +\\S+ +\\S+/.*");

  /** How long ago the event in a row of {@code kubectl get events} was last seen. */
  static Optional<Duration> lastSeen(String row) {
    Matcher event = LAST_SEEN.matcher(row);
    return event.matches() ? Optional.of(PrintedTimes.age(event.group(1))) : Optional.empty();
  }

  /** Rows of events that were seen later than the one before them. */
  static List<AnswerLine> outOfAge(List<AnswerLine> lines) {
    List<AnswerLine> found = new ArrayList<>();
    Duration last = Duration.ZERO;
    for (AnswerLine line : lines.reversed()) {
      Optional<Duration> age = lastSeen(line.text());
      if (age.isPresent() && age.get().compareTo(last) < 0) {
        found.add(line);
      }
      last = age.orElse(last);
    }
    return found;
  }

  /** Lines that are older than the one before them of the same program. */
  static List<AnswerLine> outOfTime(List<AnswerLine> lines) {
    List<AnswerLine> found = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    String writer = "";
    for (AnswerLine line : lines) {
      Matcher time = TIME.matcher(line.text());
      if (time.find()) {
        double seconds =
            Integer.parseInt(time.group(1)) * 3600.0
                + Integer.parseInt(time.group(2)) * 60.0
                + Double.parseDouble(time.group(3));
        String by = line.text().substring(0, time.start()).replaceAll("[^\\[\\]/a-z-]", "");
        double before = last - seconds;
        if (by.equals(writer) && before > SLACK && before < HALF_A_DAY) {
          found.add(line);
        }
        last = seconds;
        writer = by;
      }
    }
    return found;
  }
}
