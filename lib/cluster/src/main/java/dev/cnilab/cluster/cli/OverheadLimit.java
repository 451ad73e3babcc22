package dev.cnilab.cluster.cli;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * A process whose memory is so full that it does little but collect garbage is as good as out of
 * memory; it is better to end it. HotSpot's parallel collector has such a limit of its own ({@code
 * -XX:+UseGCOverheadLimit}, 98 % of the time); the serial one has none.
 */
final class OverheadLimit {
  private static final Duration SPAN = Duration.ofSeconds(5);
  private static final int MOST_PERCENT = 90;

  /** The exit status of a JVM that {@code -XX:+ExitOnOutOfMemoryError} ends. */
  private static final int OUT_OF_MEMORY = 3;

  private long collecting;
  private int spansOver;

  /** Watches this process from now on. */
  static void watch() {
    Thread.ofPlatform().daemon().name("overhead-limit").start(OverheadLimit::look);
  }

  private static void look() {
    try {
      OverheadLimit limit = new OverheadLimit();
      do {
        Thread.sleep(SPAN);
      } while (!limit.isExceeded(collectionMillis()));
      System.err.println("java.lang.OutOfMemoryError: GC overhead limit exceeded");
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether two intervals in a row were spent almost entirely on collections.
   *
   * @param total the collections' time since the start, in milliseconds
   */
  boolean isExceeded(long total) {
    boolean over = (total - collecting) * 100 > SPAN.toMillis() * MOST_PERCENT;
    collecting = total;
    spansOver = over ? spansOver + 1 : 0;
    return spansOver > 1;
  }

  private static long collectionMillis() {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }
}
