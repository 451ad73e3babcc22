package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * How many of some pods are ready, and how many have been ready long enough to be available.
 *
 * @param nextCheck when one more pod will be available if nothing changes
 */
public record Availability(long ready, long available, Optional<Duration> nextCheck) {
  /**
   * Counts them.
   *
   * @param minReady how long a pod must have been ready, the workload's minReadySeconds
   */
  public static Availability of(Collection<KubeObject> pods, Duration minReady, Instant now) {
    long ready = 0;
    long available = 0;
    Optional<Duration> next = Optional.empty();
    for (KubeObject object : pods) {
      Pod pod = new Pod(object);
      if (!pod.isReady()) {
        continue;
      }
      ready++;
      if (minReady.isZero()) {
        available++;
        continue;
      }
      Optional<Instant> since = pod.readySince();
      Duration missing = minReady.minus(Duration.between(since.orElse(now), now));
      if (missing.isNegative() || missing.isZero()) {
        available++;
      } else if (next.isEmpty() || missing.compareTo(next.get()) < 0) {
        next = Optional.of(missing);
      }
    }
    return new Availability(ready, available, next);
  }

  /** Writes a count into a status; zero is left out. */
  public static void putCount(ObjectNode status, String field, long count) {
    if (count == 0) {
      status.remove(field);
    } else {
      status.put(field, count);
    }
  }
}
