package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.cgroup.CpuController;
import java.time.Duration;
import java.util.Locale;

/**
 * The average number of busy CPUs over the last 1, 5 and 15 minutes, exponentially weighted;
 * proc_loadavg(5). Linux also counts processes that wait for a CPU.
 */
public final class LoadAverage {
  private static final long SAMPLE = Duration.ofSeconds(1).toNanos();
  private static final int[] MINUTES = {1, 5, 15};

  private final EventLoop loop;
  private final CpuController work;
  private final double[] averages = new double[MINUTES.length];
  private long sampled;
  private Duration before = Duration.ZERO;

  LoadAverage(EventLoop loop, CpuController work) {
    this.loop = loop;
    this.work = work;
    this.sampled = loop.nanoTime();
  }

  /** Takes a sample if the last one is at least a second old. */
  void sample() {
    long passed = loop.nanoTime() - sampled;
    if (passed < SAMPLE) {
      return;
    }
    Duration now = work.usage();
    double busy = (double) now.minus(before).toNanos() / passed;
    for (int i = 0; i < MINUTES.length; i++) {
      double kept = Math.exp(-(double) passed / Duration.ofMinutes(MINUTES[i]).toNanos());
      averages[i] = averages[i] * kept + busy * (1 - kept);
    }
    before = now;
    sampled = loop.nanoTime();
  }

  /** The averages with two decimals, separated by {@code between}. */
  public String text(String between) {
    sample();
    return String.format(
        Locale.ROOT, "%.2f%s%.2f%s%.2f", averages[0], between, averages[1], between, averages[2]);
  }
}
