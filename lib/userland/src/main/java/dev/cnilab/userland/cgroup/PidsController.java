package dev.cnilab.userland.cgroup;

import org.jspecify.annotations.Nullable;

/** Counts and limits processes: {@code pids.current} and {@code pids.max} of a group. */
public final class PidsController {
  /**
   * The share of the machine's processes that a unit of systemd may have, in per cent;
   * DefaultTasksMax in systemd-system.conf(5).
   */
  private static final int DEFAULT_TASKS_MAX = 15;

  private final @Nullable PidsController parent;
  private int max = Integer.MAX_VALUE;
  private int current;

  PidsController(@Nullable PidsController parent) {
    this.parent = parent;
  }

  /** {@code pids.max}: a fork beyond it fails with EAGAIN; existing processes stay. */
  public void setMax(int processes) {
    max = processes;
  }

  /** Sets the limit of a unit of systemd. */
  public void setMaxOfUnit() {
    PidsController machine = this;
    while (machine.parent != null) {
      machine = machine.parent;
    }
    setMax(machine.max * DEFAULT_TASKS_MAX / 100);
  }

  public int max() {
    return max;
  }

  /** {@code pids.current}: the processes of the group and all below it. */
  public int current() {
    return current;
  }

  /** Whether one more process may start, here and in all groups above. */
  public boolean hasRoom() {
    return current < max && (parent == null || parent.hasRoom());
  }

  void add(int more) {
    current += more;
    if (parent != null) {
      parent.add(more);
    }
  }
}
