package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The meaning of the order of an answer's lines. */
enum Order {
  /** As the command prints them; only randomly generated names sort by chance. */
  AS_PRINTED,

  /** As printed, but errors arrive over a separate stream. */
  ON_TWO_STREAMS,

  /**
   * Lines of several writers, as they came: the content and number of each writer's lines do not
   * depend on chance.
   */
  AS_IT_CAME,

  /** Events, sorted by when they were last seen. */
  BY_TIME;

  private static final Pattern SORTED =
      Pattern.compile("(?s)kubectl get events .*--sort-by=.lastTimestamp.*");

  private static final Pattern SEVERAL_WRITERS =
      Pattern.compile(
          "(?s)(journalctl|kubectl (-n \\S+ )?(logs|get events(?! --field-selector))).*");

  private static final Pattern TWO_STREAMS = Pattern.compile("(?s).*kubectl (-n \\S+ )?exec .*");

  static Order of(String command) {
    if (SORTED.matcher(command).matches()) {
      return BY_TIME;
    }
    if (SEVERAL_WRITERS.matcher(command).matches()) {
      return AS_IT_CAME;
    }
    return TWO_STREAMS.matcher(command).matches() ? ON_TWO_STREAMS : AS_PRINTED;
  }

  /** How often lines of one shape occur in two answers. */
  Repetition repetition(List<AnswerLine> captured, List<AnswerLine> answer, Duration apart) {
    return switch (this) {
      case AS_PRINTED, ON_TWO_STREAMS -> Repetition.listed(captured, answer, apart);
      case AS_IT_CAME, BY_TIME -> Repetition.byClock(captured, answer, apart);
    };
  }

  /** The lines that are out of chronological order. */
  List<AnswerLine> outOfPlace(List<AnswerLine> lines) {
    return switch (this) {
      case AS_PRINTED, ON_TWO_STREAMS -> new EventRows(lines).outOfTime();
      case AS_IT_CAME -> Chronology.outOfTime(lines);
      case BY_TIME -> Chronology.outOfAge(lines);
    };
  }
}
