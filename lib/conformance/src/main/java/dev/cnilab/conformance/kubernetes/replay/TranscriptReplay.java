package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.SilentRestarts;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import dev.cnilab.conformance.kubernetes.comparison.Correspondences;
import dev.cnilab.conformance.kubernetes.comparison.Moment;
import dev.cnilab.conformance.kubernetes.comparison.NodeNamePairs;
import dev.cnilab.conformance.kubernetes.comparison.SessionComparison;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Replays one transcript on a cluster whose clock shows the captured time. */
final class TranscriptReplay {
  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final ReplayTerminal terminal;
  private final CapturedClock clock;
  private final ClusterHistory past;
  private final Transcript transcript;
  private final List<Instant> times;
  private final CapturedPods pods;
  private final CaptureTranslation translation;
  private final SessionComparison comparison;
  private final CapturedLinks cables;
  private final Deque<SilentRestarts.Restart> restarts;
  private final List<String> leftOver = new ArrayList<>();
  private final Instant began;

  TranscriptReplay(
      Cluster cluster,
      ReplayTerminal terminal,
      CapturedClock clock,
      ClusterHistory past,
      Correspondences bindings,
      Transcript transcript) {
    this.cluster = cluster;
    this.terminal = terminal;
    this.clock = clock;
    this.past = past;
    this.transcript = transcript;
    this.times = Timeline.of(transcript);
    this.pods = new CapturedPods(transcript);
    this.translation = new CaptureTranslation(cluster, terminal, clock, pods);
    this.comparison = new SessionComparison(transcript, pods, bindings, NodeNamePairs::ours, past);
    this.cables = new CapturedLinks(cluster);
    this.restarts = new ArrayDeque<>(SilentRestarts.of(transcript));
    this.began = clock.now();
  }

  void run(Consumer<ComparisonOutcome> outcomes) throws IOException, InterruptedException {
    for (int entry = 0; entry < times.size(); entry++) {
      restartUntil(times.get(entry));
      if (!Timeline.looks(transcript.entries().get(entry))) {
        deleteLeftOver();
      }
      replay(entry).ifPresent(outcomes);
      if (past == ClusterHistory.USED) {
        leftOver.addAll(pods.deletedAfter(entry));
      }
    }
  }

  private Optional<ComparisonOutcome> replay(int entry) throws IOException, InterruptedException {
    return switch (transcript.entries().get(entry)) {
      case Transcript.Noted noted -> {
        clock.pass(times.get(entry));
        cables.note(noted);
        yield Optional.empty();
      }
      case Transcript.Awaited awaited -> await(awaited);
      case Transcript.Typed typed when typed.node().equals("lan") -> {
        clock.pass(times.get(entry));
        cables.change(typed);
        yield Optional.empty();
      }
      case Transcript.Typed typed -> {
        clock.pass(times.get(entry));
        ComparisonOutcome outcome = type(typed, entry);
        clock.advance(Timeline.COMMAND);
        yield Optional.of(outcome);
      }
    };
  }

  private ComparisonOutcome type(Transcript.Typed typed, int entry)
      throws IOException, InterruptedException {
    UnrecordedFile.write(typed, terminal);
    String command = translation.of(typed, entry);
    String answer = terminal.type(NodeNamePairs.ours(typed.node()), NodeNamePairs.ours(command));
    return comparison.of(
        typed,
        new Moment(transcript.began(), times.get(entry)),
        new Transcript.Typed(typed.node(), command, answer),
        new Moment(began, clock.now()));
  }

  private void restartUntil(Instant time) throws IOException, InterruptedException {
    while (!restarts.isEmpty() && !restarts.getFirst().at().isAfter(time)) {
      restart(restarts.removeFirst());
    }
  }

  /** Deletes the pod of a DaemonSet on a node, where that was done without a record. */
  private void restart(SilentRestarts.Restart restart) throws IOException, InterruptedException {
    clock.pass(restart.at());
    terminal.type(
        "",
        "kubectl get pods -A --field-selector spec.nodeName=%s --no-headers"
                .formatted(NodeNamePairs.ours(restart.node()))
            + " | awk '$2 ~ /^%s-[a-z0-9]+$/ {print \"-n\", $1, $2}'".formatted(restart.daemonSet())
            + " | xargs -r kubectl delete pod --wait=false");
  }

  /** Deletes the pods that were deleted without a record. */
  private void deleteLeftOver() throws IOException, InterruptedException {
    for (String pod : leftOver) {
      terminal.type("", "kubectl delete pod " + pod + " --ignore-not-found");
    }
    leftOver.clear();
  }

  /**
   * Waits for the condition in the remark, and checks whether that took about as long. The person
   * who waited continued as soon as it was met.
   */
  private Optional<ComparisonOutcome> await(Transcript.Awaited awaited) {
    Optional<Condition> condition = Condition.of(NodeNamePairs.ours(awaited.what()));
    if (condition.isEmpty()) {
      clock.pass(awaited.until());
      return Optional.empty();
    }
    clock.pass(awaited.from());
    Instant start = clock.now();
    Instant giveUp = clock.ours(awaited.until()).plus(LONGEST_WAIT);
    boolean holds = holds(condition.get());
    while (!holds && clock.now().isBefore(giveUp)) {
      clock.advance(STEP);
      holds = holds(condition.get());
    }
    clock.happened(awaited.until());
    Duration waited = Duration.between(start, clock.now());
    return Optional.of(
        SessionComparison.of(awaited, holds ? Optional.of(waited) : Optional.empty()));
  }

  private boolean holds(Condition condition) {
    return cluster.loop().call(() -> condition.holds().test(cluster.client()));
  }
}
