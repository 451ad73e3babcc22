package dev.cnilab.cluster.apiserver.http;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what clients hold open; a client's patience is of wall time. */
final class Deadlines {
  private static final ScheduledThreadPoolExecutor TIMER =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("watch-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private Deadlines() {}

  static void after(long delay, TimeUnit unit, Runnable end) {
    var unused = TIMER.schedule(end, delay, unit);
  }
}
