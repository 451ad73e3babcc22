package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.PrintedTimes;
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
 * One of the two runs that are compared: the parts of its answers that concern this session. A
 * cluster that was used before also reports what happened then.
 */
final class ComparedRun {
  private static final Pattern EVENT = Pattern.compile(" +(?:Normal|Warning) +(\\S+) +(\\S+) .*");
  private static final Pattern REPEATED = Pattern.compile("\\(x\\d+ over (\\S+)\\)");
  private static final Pattern POD_ROW = Pattern.compile("(\\S+) +\\d+/\\d+ .*");
  private static final Pattern PODS = Pattern.compile("kubectl get pods( -o wide)?");

  private final CapturedPods pods;
  private final ClusterHistory past;
  private final UnaryOperator<String> names;
  private final Sandboxes sandboxes = new Sandboxes();
  private final Set<String> alsoBefore = new HashSet<>();

  /**
   * A run.
   *
   * @param names replaces this run's names of nodes by the other run's
   */
  ComparedRun(CapturedPods pods, ClusterHistory past, UnaryOperator<String> names) {
    this.pods = pods;
    this.past = past;
    this.names = names;
  }

  /** Notes what was created in this session according to an answer. */
  void note(String answer) {
    sandboxes.note(answer);
  }

  /**
   * The lines of an answer that concern this session.
   *
   * @param elapsed since it began
   */
  List<String> own(Transcript.Typed typed, String answer, Duration elapsed) {
    alsoBefore.clear();
    Stream<String> lines = MachineOutput.withoutIt(typed.node(), answer).lines();
    if (typed.command().startsWith("journalctl")) {
      lines = lines.filter(sandboxes::concern);
    }
    if (past == ClusterHistory.USED && PODS.matcher(typed.command()).matches()) {
      lines = lines.filter(line -> !isForeign(line));
    }
    if (past != ClusterHistory.NEW) {
      lines =
          lines
              .filter(line -> !age(line).minus(elapsed).isPositive())
              .map(line -> beganBefore(line, elapsed) ? once(line) : line);
    }
    return lines.map(names).toList();
  }

  /** Whether a line of the last answer is an event that was also seen before the session. */
  boolean alsoBefore(String line) {
    return alsoBefore.contains(line);
  }

  private static boolean beganBefore(String line, Duration elapsed) {
    Matcher repeated = REPEATED.matcher(line);
    return repeated.find() && PrintedTimes.age(repeated.group(1)).compareTo(elapsed) > 0;
  }

  /** Removes the count, which includes earlier sessions. */
  private String once(String line) {
    String once = REPEATED.matcher(line).replaceFirst("");
    alsoBefore.add(names.apply(once).strip());
    return once;
  }

  private boolean isForeign(String line) {
    Matcher row = POD_ROW.matcher(line);
    return row.matches() && !pods.concern(row.group(1));
  }

  /** How long ago an event was last seen; zero for a line that is not an event. */
  private static Duration age(String line) {
    Matcher event = EVENT.matcher(line);
    if (event.matches()) {
      return PrintedTimes.age(event.group(2));
    }
    return Chronology.lastSeen(line).orElse(Duration.ZERO);
  }
}
