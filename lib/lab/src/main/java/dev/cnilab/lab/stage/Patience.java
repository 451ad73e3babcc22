package dev.cnilab.lab.stage;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits on a cluster's clock, without output. */
public record Patience(Cluster cluster) {

  /** The next pause is at most the elapsed time divided by this. */
  private static final int PATIENCE = 4;

  private static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * Looks every three seconds, and less often as time passes, until nothing is missing or the time
   * is up.
   *
   * @param missing what is missing, empty if nothing is
   * @return what was missing at the end
   */
  public String until(Duration limit, Supplier<String> missing) {
    ClusterClock clock = ClusterClock.of(cluster);
    while (true) {
      String now = missing.get();
      if (now.isEmpty() || clock.elapsed().compareTo(limit) >= 0) {
        return now;
      }
      Duration longer = clock.elapsed().dividedBy(PATIENCE);
      pass(clock, longer.compareTo(PAUSE) > 0 ? longer : PAUSE);
    }
  }

  /** Whether waiting here takes real time; a cluster's clock may also jump. */
  public boolean costsTime() {
    return ClusterClock.of(cluster) instanceof ClusterClock.Wall;
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
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
