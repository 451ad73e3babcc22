package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.Past;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the two runs that are compared: what its answers say of this session alone. A cluster that
 * was used before also speaks of what went on then.
 */
final class Side {
  private static final Pattern EVENT = Pattern.compile(" +(?:Normal|Warning) +(\\S+) +(\\S+) .*");
  private static final Pattern REPEATED = Pattern.compile("\\(x\\d+ over (\\S+)\\)");
  private static final Pattern POD_ROW = Pattern.compile("(\\S+) +\\d+/\\d+ .*");
  private static final Pattern PODS = Pattern.compile("kubectl get pods( -o wide)?");

  private final CapturedPods pods;
  private final Past past;
  private final UnaryOperator<String> names;
  private final Sandboxes sandboxes = new Sandboxes();
  private final Set<String> alsoBefore = new HashSet<>();

  /**
   * A run.
   *
   * @param names writes the other run's names of nodes for this one's
   */
  Side(CapturedPods pods, Past past, UnaryOperator<String> names) {
    this.pods = pods;
    this.past = past;
    this.names = names;
  }

  /** Notes what an answer says was made in this session. */
  void note(String answer) {
    sandboxes.note(answer);
  }

  /**
   * The lines of an answer that are about this session.
   *
   * @param elapsed since it began
   */
  List<String> own(Transcript.Typed typed, String answer, Duration elapsed) {
    alsoBefore.clear();
    Stream<String> lines = Environment.withoutIt(typed.node(), answer).lines();
    if (typed.command().startsWith("journalctl")) {
      lines = lines.filter(sandboxes::concern);
    }
    if (past == Past.USED && PODS.matcher(typed.command()).matches()) {
      lines = lines.filter(line -> !isForeign(line));
    }
    if (past != Past.NEW) {
      lines =
          lines
              .filter(line -> !age(line).minus(elapsed).isPositive())
              .map(line -> beganBefore(line, elapsed) ? once(line) : line);
    }
    return lines.map(names).toList();
  }

  /** Whether a line of the last answer is an event that was seen before the session, too. */
  boolean alsoBefore(String line) {
    return alsoBefore.contains(line);
  }

  private static boolean beganBefore(String line, Duration elapsed) {
    Matcher repeated = REPEATED.matcher(line);
    return repeated.find() && Timeline.age(repeated.group(1)).compareTo(elapsed) > 0;
  }

  /** How often it was seen before is none of this session's. */
  private String once(String line) {
    String once = REPEATED.matcher(line).replaceFirst("");
    alsoBefore.add(names.apply(once).strip());
    return once;
  }

  private boolean isForeign(String line) {
    Matcher row = POD_ROW.matcher(line);
    return row.matches() && !pods.concern(row.group(1));
  }

  /** How long ago an event was last seen; zero for a line that is none. */
  private static Duration age(String line) {
    Matcher event = EVENT.matcher(line);
    if (event.matches()) {
      return Timeline.age(event.group(2));
    }
    return Chronology.lastSeen(line).orElse(Duration.ZERO);
  }
}
