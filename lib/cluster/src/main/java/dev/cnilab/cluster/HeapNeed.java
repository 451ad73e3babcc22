package dev.cnilab.cluster;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.Properties;

/**
 * The heap that clusters need. Its figures are in {@code heap-need.properties}, where {@code ./lab}
 * can read them before there is a process.
 */
public final class HeapNeed {
  private static final Properties FIGURES = figures();

  /** A machine on which the course runs has more memory, in MiB. */
  private static final long SMALL = 128;

  private HeapNeed() {}

  private static Properties figures() {
    Properties figures = new Properties();
    try (InputStream file =
        Objects.requireNonNull(HeapNeed.class.getResourceAsStream("heap-need.properties"))) {
      figures.load(file);
      return figures;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long figure(String name) {
    return Long.parseLong(FIGURES.getProperty(name));
  }

  /** The heap for clusters with that many nodes together, in MiB. */
  static long mebibytes(long nodes) {
    return figure("base_mebibytes")
        + ((nodes * figure("node_kibibytes")) >> 10)
        + ((nodes * nodes * figure("pair_bytes")) >> 20);
  }

  /** What this process may use: its largest heap, or the machine's memory if that is less. */
  static long available() {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.min(largestHeap(), machine) >> 20;
  }

  /**
   * The value of {@code -Xmx}; {@link Runtime#maxMemory} leaves out the space that a collector
   * keeps empty.
   */
  private static long largestHeap() {
    return Long.parseLong(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxHeapSize")
            .getValue());
  }

  /**
   * Refuses a cluster for which the heap is too small.
   *
   * @param nodes the number of all nodes in this process
   * @throws IllegalArgumentException with how to give it the heap it needs
   */
  public static void require(int nodes) {
    if (mebibytes(nodes) > sure()) {
      require(nodes, available());
    }
  }

  /** What it may use at least, in MiB; to know all of it takes beans that load for 6 ms. */
  private static long sure() {
    return Math.min(SMALL, Runtime.getRuntime().maxMemory() >> 20);
  }

  static void require(int nodes, long available) {
    long needed = mebibytes(nodes);
    if (needed > available) {
      throw new IllegalArgumentException(
          "%d nodes need a heap of %d MiB, and there are %d MiB; CNILAB_HEAP=%dm ./lab … gives them so much, if the machine has it"
              .formatted(nodes, needed, available, needed));
    }
  }
}
