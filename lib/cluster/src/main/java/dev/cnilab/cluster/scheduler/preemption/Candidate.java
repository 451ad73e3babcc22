package dev.cnilab.cluster.scheduler.preemption;

import dev.cnilab.cluster.scheduler.snapshot.PodInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A node on which a pod would fit if some others left it.
 *
 * @param victims these others, the most important first
 * @param violations how many of them are protected by a PodDisruptionBudget
 */
public record Candidate(String node, List<PodInfo> victims, int violations) {
  /** The more important of two pods first: by priority, then the one that has run longer. */
  static final Comparator<PodInfo> IMPORTANCE =
      Comparator.comparingInt((PodInfo pod) -> -pod.priority()).thenComparing(Candidate::started);

  /** The better candidate first, as {@code pickOneNodeForPreemption}. */
  static final Comparator<Candidate> PREFERENCE =
      Comparator.comparingInt(Candidate::violations)
          .thenComparingInt(Candidate::highestPriority)
          .thenComparingLong(Candidate::sumOfPriorities)
          .thenComparingInt(candidate -> candidate.victims.size())
          .thenComparing(Candidate::earliestStart, Comparator.reverseOrder());

  /** The message once it has been chosen. */
  public String message() {
    return "found a potential placement for pod on node %s, preempting %d victims"
        .formatted(node, victims.size());
  }

  private int highestPriority() {
    return victims.isEmpty() ? Integer.MIN_VALUE : victims.getFirst().priority();
  }

  /**
   * With each priority shifted to be positive, so that fewer victims of a negative priority are not
   * worse.
   */
  private long sumOfPriorities() {
    return victims.stream().mapToLong(pod -> pod.priority() - (long) Integer.MIN_VALUE).sum();
  }

  /** When the earliest of the most important victims started. */
  private Instant earliestStart() {
    return victims.stream()
        .filter(pod -> pod.priority() == highestPriority())
        .map(Candidate::started)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static Instant started(PodInfo pod) {
    String time = pod.object().text("/status/startTime");
    return time.isEmpty() ? Instant.MAX : Instant.parse(time);
  }
}
