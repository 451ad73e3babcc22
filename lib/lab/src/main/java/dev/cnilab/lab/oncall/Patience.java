package dev.cnilab.lab.oncall;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.time.Duration;
import java.util.function.Supplier;

/** Waiting by a cluster's clock, without a word. */
record Patience(Cluster cluster) {

  private static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * Looks every three seconds until nothing is missing any more, or the time is up.
   *
   * @param missing what is missing, empty if nothing is
   * @return what was missing at the end
   */
  String until(Duration limit, Supplier<String> missing) {
    ClusterClock clock = ClusterClock.of(cluster);
    while (true) {
      String now = missing.get();
      if (now.isEmpty() || clock.elapsed().compareTo(limit) >= 0) {
        return now;
      }
      pass(clock, PAUSE);
    }
  }

  void pass(Duration duration) {
    pass(ClusterClock.of(cluster), duration);
  }

  private static void pass(ClusterClock clock, Duration duration) {
    try {
      clock.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LabException.of("stopped waiting", "it was interrupted", Suggestions.RUN_AGAIN);
    }
  }
}
