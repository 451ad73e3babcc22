package dev.cnilab.cluster.apiserver.connection;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what clients hold open; a client's patience is of wall time. */
public final class Deadlines {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Deadlines() {}

  /** Something that is still to happen. */
  @FunctionalInterface
  public interface Deadline {
    /** Lets it not happen, and keeps nothing of it. */
    void cancel();
  }

  /**
   * Lets something happen after a while.
   *
   * @param end must not block
   */
  public static Deadline after(Duration delay, Runnable end) {
    var scheduled = TIMER.schedule(end, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName("http-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
