package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.Past;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the answers of one session with those of another, in which the same was typed. */
public final class Comparison {
  /** How far two real runs lie apart: a sandbox is tried again after 11 to 15 s. */
  private static final Duration TOLERANCE = Duration.ofSeconds(16);

  private static final Pattern CUT = Pattern.compile("(?s).*\\| tail -(\\d+)");

  private final Bindings bindings;
  private final UnaryOperator<String> names;
  private final Side captured;
  private final Side ours;

  /**
   * A comparison.
   *
   * @param bindings of the sessions on the same cluster before
   * @param names writes the other run's names of nodes for the captured ones
   * @param past of both clusters
   */
  public Comparison(
      Transcript transcript,
      CapturedPods pods,
      Bindings bindings,
      UnaryOperator<String> names,
      Past past) {
    this.bindings = bindings;
    this.names = names;
    captured = new Side(pods, past);
    ours = new Side(pods, past);
    for (Transcript.Entry entry : transcript.entries()) {
      if (entry instanceof Transcript.Typed typed) {
        captured.note(typed.output());
      }
    }
  }

  /**
   * Compares one answer.
   *
   * @param elapsed since the captured session began
   * @param answer of the other one
   * @param answered how long after its beginning
   */
  public Outcome of(Transcript.Typed typed, Duration elapsed, String answer, Duration answered) {
    ours.note(answer);
    List<Line> theirs =
        Line.of(captured.own(typed, typed.output(), elapsed).stream().map(names).toList());
    List<Line> found = Line.of(ours.own(typed, answer, answered));
    Order order = Order.of(typed.command());
    Difference difference =
        Difference.of(theirs, found, order, bindings, answered.minus(elapsed).abs());
    difference =
        difference.withoutLonely(
            line -> captured.beganBefore(line, elapsed), line -> ours.beganBefore(line, answered));
    if (isCut(typed)) {
      difference = difference.withoutBeginnings(theirs, found);
    }
    difference = difference.withDisorder(theirs, found, order);
    return new Outcome(
        (typed.node() + "$ " + typed.command()).lines().findFirst().orElse(""),
        difference.isNone(),
        difference.missing(),
        difference.surplus());
  }

  /**
   * Compares how long something was waited for.
   *
   * @param waited in the other session; none if it did not come
   */
  public static Outcome of(Transcript.Awaited awaited, Optional<Duration> waited) {
    return new Outcome(
        awaited.what(),
        waited.filter(time -> isAlike(awaited.waited(), time)).isPresent(),
        List.of("after " + awaited.waited()),
        List.of(waited.map(time -> "after " + time).orElse("never")));
  }

  private static boolean isAlike(Duration captured, Duration waited) {
    return captured.minus(waited).abs().compareTo(TOLERANCE) <= 0;
  }

  /** Whether a {@code tail} has cut off the beginning of the captured answer. */
  private static boolean isCut(Transcript.Typed typed) {
    Matcher tail = CUT.matcher(typed.command());
    return tail.matches() && typed.output().lines().count() >= Integer.parseInt(tail.group(1));
  }
}
