package dev.cnilab.userland.process;

import dev.cnilab.userland.cgroup.Cgroup;
import java.time.Duration;

/** The memory and the CPU time of a process, counted in its control group, too; getrusage(2). */
public final class ResourceUsage {
  /** The base memory of a process, in bytes: a shell or a small program. */
  private static final long RESIDENT = 400 << 10;

  /** The part of it that occupies the heap. */
  private static final long IN_HEAP = 8 << 10;

  private final Cgroup cgroup;
  private long held;
  private long worked;
  private boolean released;

  /** Begins with the base memory, which no limit refuses. */
  ResourceUsage(Cgroup cgroup) {
    this.cgroup = cgroup;
    cgroup.count(RESIDENT, IN_HEAP);
  }

  /** Charges memory in bytes, or uncharges it; nothing after {@link #release}. */
  void hold(long bytes) {
    if (!released) {
      held += bytes;
      cgroup.charge(bytes, bytes);
    }
  }

  void work(int micros) {
    worked += micros;
    cgroup.cpu().add(micros);
  }

  /** Uncharges all memory, at the end of the process. */
  void release() {
    released = true;
    cgroup.charge(-RESIDENT - held, -IN_HEAP - held);
  }

  /** The CPU time it has used, as counted by the simulation. */
  public Duration processorTime() {
    return Duration.ofNanos(worked * 1000);
  }

  /** Its resident memory, in bytes; 0 when it has ended. */
  public long residentBytes() {
    return released ? 0 : RESIDENT + held;
  }
}
