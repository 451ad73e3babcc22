package dev.cnilab.lab.await;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The clock for waits: wall-clock time, or the embedded cluster's own clock if that stands still
 * until somebody waits (pace {@code on-demand}). Waiting then takes no real time.
 */
public interface ClusterClock {

  String ON_DEMAND = "on-demand";

  /** The time since the clock was created. */
  Duration elapsed();

  /** Lets time pass. */
  void pause(Duration duration) throws InterruptedException;

  /** The clock of a cluster. */
  static ClusterClock of(Cluster cluster) {
    return pace(cluster).filter(ON_DEMAND::equals).isPresent()
        ? new Stepped(
            duration ->
                cluster.post(
                    Cluster.LAB_GROUP + "/clock/advance",
                    Json.of(Map.of("duration", duration.toMillis() + "ms"))))
        : new Wall();
  }

  /**
   * Runs work while the clock of a cluster jumps wherever it can, and restores its pace afterwards.
   */
  static <T> T jumping(Cluster cluster, Supplier<T> work) {
    Optional<String> before = pace(cluster);
    before.ifPresent(unused -> pace(cluster, ON_DEMAND));
    try {
      return work.get();
    } finally {
      before.ifPresent(pace -> pace(cluster, pace));
    }
  }

  private static Optional<String> pace(Cluster cluster) {
    return cluster.find(Cluster.LAB_GROUP + "/clock").map(clock -> clock.text("/pace"));
  }

  private static void pace(Cluster cluster, String pace) {
    cluster.post(Cluster.LAB_GROUP + "/clock/pace", Json.of(Map.of("pace", pace)));
  }

  /** Wall-clock time. */
  final class Wall implements ClusterClock {
    private final long start = System.nanoTime();

    @Override
    public Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
    }
  }

  /** A clock that moves only when a test advances it. */
  final class Stepped implements ClusterClock {
    private final Consumer<Duration> advance;
    private Duration elapsed = Duration.ZERO;

    public Stepped(Consumer<Duration> advance) {
      this.advance = advance;
    }

    @Override
    public Duration elapsed() {
      return elapsed;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      advance.accept(duration);
      elapsed = elapsed.plus(duration);
    }
  }
}
