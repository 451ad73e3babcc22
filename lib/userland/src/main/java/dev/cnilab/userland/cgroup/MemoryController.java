package dev.cnilab.userland.cgroup;

import dev.cnilab.netsim.kernel.HeapPool;
import org.jspecify.annotations.Nullable;

/** Counts and limits memory: {@code memory.current} and {@code memory.max} of a group. */
public final class MemoryController {
  private final @Nullable MemoryController parent;
  private final HeapPool.@Nullable Holding holding;
  private long max = Long.MAX_VALUE;
  private long current;
  private long buffers;

  MemoryController(@Nullable MemoryController parent) {
    this.parent = parent;
    this.holding = parent == null ? HeapPool.MEMORY.holding() : null;
  }

  /** {@code memory.max} in bytes; processes that exceed it are killed. */
  public void setMax(long bytes) {
    max = bytes;
  }

  public long max() {
    return max;
  }

  /** {@code memory.current}: the nominal memory of processes here and below, in bytes. */
  public long current() {
    return current;
  }

  /**
   * The memory left below the limit, in bytes. For a machine it is also limited in proportion to
   * what is left of the heap that all machines share.
   */
  public long available() {
    long left = max - current;
    if (holding != null) {
      double free = (double) HeapPool.MEMORY.free() / HeapPool.MEMORY.size();
      left = (long) Math.min((double) left, max * free);
    }
    return Math.max(0, left);
  }

  /** The part of it that really occupies the heap, in bytes. */
  long buffers() {
    return buffers;
  }

  void add(long bytes, long inHeap) {
    current += bytes;
    buffers += inHeap;
    if (holding != null) {
      holding.add(inHeap);
    }
    if (parent != null) {
      parent.add(bytes, inHeap);
    }
  }

  boolean isOver() {
    return current > max || (parent == null && HeapPool.MEMORY.free() < 0);
  }
}
