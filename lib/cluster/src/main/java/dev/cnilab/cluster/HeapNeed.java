package dev.cnilab.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The heap that clusters need: what {@code ./lab bench} measures, and half as much again for pods
 * and for what comes and goes. Each node has its own files, objects and processes, and a route, a
 * neighbour, a forwarding entry and log lines for each other node.
 */
public final class HeapNeed {
  private static final int BASE = 96;
  private static final double PER_NODE = 1.75;
  private static final double PER_PAIR = 1 / 800.0;

  private HeapNeed() {}

  /** The heap for clusters of so many nodes together, in MiB. */
  static long mebibytes(int nodes) {
    return Math.round(BASE + PER_NODE * nodes + PER_PAIR * nodes * nodes);
  }

  /** What this process may use: its largest heap, or the machine's memory if that is less. */
  static long available() {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.min(Runtime.getRuntime().maxMemory(), machine) >> 20;
  }

  /**
   * Refuses a cluster for which there is no room.
   *
   * @param nodes all there will be in this process
   * @throws IllegalArgumentException that says how to give it the heap it needs
   */
  public static void require(int nodes) {
    require(nodes, available());
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
