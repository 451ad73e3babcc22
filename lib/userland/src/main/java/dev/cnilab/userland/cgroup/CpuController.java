package dev.cnilab.userland.cgroup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what processors have done: {@code usage_usec} in {@code cpu.stat} of a group. */
public final class CpuController {
  private final @Nullable CpuController parent;
  private long micros;

  CpuController(@Nullable CpuController parent) {
    this.parent = parent;
  }

  /** The work of all processes that are or have been in the group or below. */
  public Duration usage() {
    return Duration.ofNanos(micros * 1000);
  }

  /** Counts work of about that many microseconds. */
  public void add(int work) {
    for (CpuController each = this; each != null; each = each.parent) {
      each.micros += work;
    }
  }
}
