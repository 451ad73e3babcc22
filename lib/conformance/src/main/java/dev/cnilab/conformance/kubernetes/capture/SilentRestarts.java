package dev.cnilab.conformance.kubernetes.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pods of DaemonSets that were deleted without a record: a listing shows one that is younger than
 * the session and than its node, and no command before it mentions its DaemonSet.
 */
public final class SilentRestarts {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^(?<pod>\\S+-[bcdf-hj-np-tv-z2456789]{5}) +\\d+/\\d+ +\\S+ +\\d+(?: \\([^)]*\\))?"
              + " +(?<age>\\w+) +\\S+ +(?<node>node-\\d) .*$");

  private static final Pattern NODE =
      Pattern.compile("(?m)^(?<node>node-\\d) +\\S+ +\\S+ +(?<age>\\w+) +v1\\.\\S+.*$");

  /** The uncertainty of a listing's time when no remark gives it. */
  static final Duration UNSURE = Duration.ofSeconds(20);

  /** The first command breaks something, and only after that a pod is deleted to see the effect. */
  private static final Duration BROKEN = Duration.ofSeconds(1);

  private SilentRestarts() {}

  /**
   * A restart.
   *
   * @param at when the successor was created, to the second
   */
  public record Restart(Instant at, String daemonSet, String node) {
    private Restart notBefore(Instant time) {
      return at.isBefore(time) ? new Restart(time, daemonSet, node) : this;
    }
  }

  /** In the order in which the transcript shows them. */
  public static List<Restart> of(Transcript transcript) {
    List<Instant> times = Timeline.of(transcript);
    List<Restart> restarts = new ArrayList<>();
    StringBuilder typedBefore = new StringBuilder();
    Set<String> known = new HashSet<>();
    Map<String, Instant> joined = joined(transcript, times);
    for (int i = 0; i < times.size(); i++) {
      if (transcript.entries().get(i) instanceof Transcript.Typed typed) {
        Instant now = times.get(i);
        rows(typed)
            .filter(row -> known.add(row.group("pod")))
            .map(row -> restart(row, now))
            .filter(restart -> restart.at().isAfter(transcript.began().minus(UNSURE)))
            .filter(restart -> !isFirst(restart, joined))
            .map(restart -> restart.notBefore(transcript.began().plus(BROKEN)))
            .filter(restart -> typedBefore.indexOf(restart.daemonSet()) < 0)
            .forEach(restarts::add);
        if (!Timeline.looks(typed)) {
          typedBefore.append(typed.command()).append('\n');
        }
      }
    }
    return restarts;
  }

  /** When each node joined, if a listing tells. */
  private static Map<String, Instant> joined(Transcript transcript, List<Instant> times) {
    Map<String, Instant> joined = new HashMap<>();
    for (int i = 0; i < times.size(); i++) {
      if (transcript.entries().get(i) instanceof Transcript.Typed typed) {
        Instant now = times.get(i);
        NODE.matcher(typed.output())
            .results()
            .forEach(
                row ->
                    joined.putIfAbsent(
                        row.group("node"), now.minus(PrintedTimes.age(row.group("age")))));
      }
    }
    return joined;
  }

  /** Whether a pod came with its node, and so has no predecessor. */
  private static boolean isFirst(Restart restart, Map<String, Instant> joined) {
    Instant node = joined.get(restart.node());
    return node != null && !restart.at().isAfter(node.plus(UNSURE));
  }

  /** The rows of a listing about pods with generated names. */
  static Stream<MatchResult> rows(Transcript.Typed typed) {
    return ROW.matcher(typed.output()).results();
  }

  private static Restart restart(MatchResult row, Instant listed) {
    return new Restart(
        listed.minus(PrintedTimes.age(row.group("age"))),
        CapturedPods.owner(row.group("pod")),
        row.group("node"));
  }
}
