package dev.cnilab.conformance.kubernetes;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import dev.cnilab.conformance.kubernetes.comparison.Correspondences;
import dev.cnilab.conformance.kubernetes.comparison.Moment;
import dev.cnilab.conformance.kubernetes.comparison.SessionComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Two captures of the same commands, recorded one after the other on the same two clusters,
 * compared like the embedded cluster's answers. This measures the comparison itself.
 */
public final class TwoTranscripts {
  private final Correspondences bindings = new Correspondences();
  private final ClusterHistory past;
  private Optional<Instant> firstBegan = Optional.empty();
  private Optional<Instant> secondBegan = Optional.empty();

  /**
   * Two clusters.
   *
   * @param past of both, before the first transcript
   */
  public TwoTranscripts(ClusterHistory past) {
    this.past = past;
  }

  /** The outcome of each command and wait of the first transcript, compared with the second. */
  public List<ComparisonOutcome> outcomes(Transcript first, Transcript second) {
    ClusterHistory here =
        past == ClusterHistory.NEW && firstBegan.isPresent() ? ClusterHistory.SET_UP : past;
    firstBegan = firstBegan.or(() -> Optional.of(first.began()));
    secondBegan = secondBegan.or(() -> Optional.of(second.began()));
    SessionComparison comparison =
        new SessionComparison(
            first, new CapturedPods(first), bindings, UnaryOperator.identity(), here);
    List<Instant> times = Timeline.of(first);
    List<Instant> otherTimes = Timeline.of(second);
    List<ComparisonOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < Math.min(times.size(), otherTimes.size()); i++) {
      Transcript.Entry other = second.entries().get(i);
      if (first.entries().get(i) instanceof Transcript.Typed typed
          && other instanceof Transcript.Typed answered) {
        outcomes.add(
            comparison.of(
                typed,
                new Moment(firstBegan.orElseThrow(), times.get(i)),
                answered,
                new Moment(secondBegan.orElseThrow(), otherTimes.get(i))));
      } else if (first.entries().get(i) instanceof Transcript.Awaited awaited
          && other instanceof Transcript.Awaited again) {
        outcomes.add(SessionComparison.of(awaited, Optional.of(again.waited())));
      }
    }
    return outcomes;
  }
}
