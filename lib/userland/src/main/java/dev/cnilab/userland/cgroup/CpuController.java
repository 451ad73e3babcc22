package dev.cnilab.userland.cgroup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts CPU time, {@code usage_usec} in {@code cpu.stat} of a group, and stores its weight and
 * quota. Neither has an effect: busy processes get equal turns.
 */
public final class CpuController {
  /** The period of {@link #quota()}, in microseconds. */
  public static final int PERIOD = 100_000;

  public static final long NO_QUOTA = -1;

  private static final int USUAL_WEIGHT = 100;

  private final @Nullable CpuController parent;
  private long micros;
  private int weight = USUAL_WEIGHT;
  private long quota = NO_QUOTA;

  CpuController(@Nullable CpuController parent) {
    this.parent = parent;
  }

  /** The CPU time of all past and present processes in the group or below. */
  public Duration usage() {
    return Duration.ofNanos(micros * 1000);
  }

  /** {@code cpu.weight}: 1 to 10,000. */
  public int weight() {
    return weight;
  }

  public void setWeight(int share) {
    weight = share;
  }

  /** The first number of {@code cpu.max}, in microseconds per {@link #PERIOD}. */
  public long quota() {
    return quota;
  }

  public void setQuota(long microseconds) {
    quota = microseconds;
  }

  /** Adds work of about that many microseconds. */
  public void add(int work) {
    for (CpuController each = this; each != null; each = each.parent) {
      each.micros += work;
    }
  }
}
