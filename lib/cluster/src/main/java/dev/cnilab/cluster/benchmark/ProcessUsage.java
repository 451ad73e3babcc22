package dev.cnilab.cluster.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process has used so far; a difference of two leaves out the collections that are needed
 * only for measuring.
 *
 * @param mebibytes of the heap in use after a collection
 */
record ProcessUsage(
    long beforeNanos, long afterNanos, long cpuBefore, long cpuAfter, double mebibytes) {
  /** The serial collector leaves dead objects between live ones in three of four collections. */
  private static final int COLLECTIONS = 4;

  static ProcessUsage now() {
    long before = System.nanoTime();
    long cpuBefore = cpu();
    double mebibytes = heapInUse() / 1048576.0;
    return new ProcessUsage(before, System.nanoTime(), cpuBefore, cpu(), mebibytes);
  }

  double secondsSince(ProcessUsage earlier) {
    return (beforeNanos - earlier.afterNanos) / 1e9;
  }

  double cpuSecondsSince(ProcessUsage earlier) {
    return (cpuBefore - earlier.cpuAfter) / 1e9;
  }

  /** The CPU time of all threads so far, in nanoseconds. */
  static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long heapInUse() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
