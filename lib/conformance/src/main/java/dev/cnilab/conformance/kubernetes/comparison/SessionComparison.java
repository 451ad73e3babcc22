package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Compares the answers of one session with those of another in which the same was typed. */
public final class SessionComparison {
  /** The difference between two real runs: a sandbox is retried after 11 to 15 s. */
  private static final Duration TOLERANCE = Duration.ofSeconds(16);

  private final CapturedPods pods;
  private final Correspondences bindings;
  private final ComparedRun captured;
  private final ComparedRun ours;

  /**
   * A comparison.
   *
   * @param bindings of earlier sessions on the same cluster
   * @param names replaces the captured names of nodes by the other run's
   * @param past of both clusters
   */
  public SessionComparison(
      Transcript transcript,
      CapturedPods pods,
      Correspondences bindings,
      UnaryOperator<String> names,
      ClusterHistory past) {
    this.pods = pods;
    this.bindings = bindings;
    captured = new ComparedRun(pods, past, names);
    ours = new ComparedRun(pods, past, UnaryOperator.identity());
    for (Transcript.Entry entry : transcript.entries()) {
      if (entry instanceof Transcript.Typed typed) {
        captured.note(typed.output());
      }
    }
  }

  /**
   * Compares one answer.
   *
   * @param then when the captured command was typed
   * @param again the command as typed in the other session, with its answer
   * @param now when that was
   */
  public ComparisonOutcome of(
      Transcript.Typed typed, Moment then, Transcript.Typed again, Moment now) {
    ours.note(again.output());
    List<AnswerLine> theirs = AnswerLine.of(captured.own(typed, typed.output(), then.elapsed()));
    List<AnswerLine> found = AnswerLine.of(ours.own(typed, again.output(), now.elapsed()));
    Optional<CutLines> cut = CutLines.of(typed.command());
    if (cut.isPresent()) {
      List<AnswerLine> all = theirs;
      theirs = cut.get().align(all, found);
      found = cut.get().align(found, all);
    }
    Order order = Order.of(typed.command());
    JournalWindow shown = JournalWindow.of(typed, then);
    JournalWindow shownHere = JournalWindow.of(again, now);
    TaintsAfterReady taints =
        TaintsAfterReady.of(typed, then.now()).or(TaintsAfterReady.of(again, now.now()));
    Difference.Chances chance =
        new Difference.Chances(
            line -> shown.isByChance(shownHere, line) || taints.isByChance(line),
            line -> shownHere.isByChance(shown, line) || taints.isByChance(line));
    Duration apart = now.elapsed().minus(then.elapsed()).abs();
    Difference difference =
        Difference.of(theirs, found, order, bindings, apart, chance)
            .withoutLonely(captured::alsoBefore, ours::alsoBefore);
    if (JournalWindow.isCut(typed)) {
      difference = difference.withoutBeginnings(theirs, found);
    }
    if (CutLogs.shows(typed.command())) {
      difference = CutLogs.compare(difference, theirs, found);
    }
    if (shown.isShort() && shownHere.isShort()) {
      difference = difference.withoutOtherPods(pods::withoutNames, theirs, found);
    }
    difference = difference.withoutChance(chance, theirs, found).withDisorder(theirs, found, order);
    return new ComparisonOutcome(
        (typed.node() + "$ " + typed.command()).lines().findFirst().orElse(""),
        difference.isNone(),
        difference.missing(),
        difference.surplus());
  }

  /**
   * Compares the duration of a wait.
   *
   * @param waited in the other session; none if the condition was not met
   */
  public static ComparisonOutcome of(Transcript.Awaited awaited, Optional<Duration> waited) {
    return new ComparisonOutcome(
        awaited.what(),
        waited.filter(time -> isAlike(awaited.waited(), time)).isPresent(),
        List.of("after " + awaited.waited()),
        List.of(waited.map(time -> "after " + time).orElse("never")));
  }

  private static boolean isAlike(Duration captured, Duration waited) {
    return captured.minus(waited).abs().compareTo(TOLERANCE) <= 0;
  }
}
