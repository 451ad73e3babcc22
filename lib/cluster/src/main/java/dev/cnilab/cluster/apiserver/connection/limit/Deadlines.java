package dev.cnilab.cluster.apiserver.connection.limit;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what clients hold open; clients' patience is measured in wall time. */
public final class Deadlines {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Deadlines() {}

  /** A scheduled action. */
  @FunctionalInterface
  public interface Deadline {
    /** Cancels it and releases what it holds. */
    void cancel();
  }

  /**
   * Schedules an action.
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
