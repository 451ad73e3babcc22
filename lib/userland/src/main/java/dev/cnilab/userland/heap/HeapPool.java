package dev.cnilab.userland.heap;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A part of the heap that all machines share for one purpose. What machines say they have is more
 * than that, as on any host that promises more memory than it has; what is really held counts.
 */
public final class HeapPool {
  /** What the files of all disks take. */
  public static final HeapPool DISKS = new HeapPool();

  /** What the processes of all machines hold. */
  public static final HeapPool MEMORY = new HeapPool();

  /** Each is a quarter of the heap. */
  private static final int PARTS = 4;

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong held = new AtomicLong();

  private HeapPool() {}

  /** In bytes. */
  public long size() {
    return Runtime.getRuntime().maxMemory() / PARTS;
  }

  /** What nobody holds, in bytes; below zero if more is held than there is. */
  public long free() {
    return size() - held.get();
  }

  /** One holder more; what it holds is given back when it is no longer reachable. */
  public Holding holding() {
    Holding holding = new Holding(this);
    AtomicLong amount = holding.amount;
    CLEANER.register(holding, () -> held.addAndGet(-amount.get()));
    return holding;
  }

  /** What one machine holds. */
  public static final class Holding {
    private final HeapPool pool;
    private final AtomicLong amount = new AtomicLong();

    private Holding(HeapPool pool) {
      this.pool = pool;
    }

    /** Holds that many bytes now. */
    public void set(long bytes) {
      pool.held.addAndGet(bytes - amount.getAndSet(bytes));
    }

    public long amount() {
      return amount.get();
    }

    /** What it may hold, in bytes: half of what the others leave, so that all have some. */
    public long share() {
      return Math.max(1, (pool.free() + amount.get()) / 2);
    }

    /** Holds that many bytes more, or less. */
    public void add(long bytes) {
      amount.addAndGet(bytes);
      pool.held.addAndGet(bytes);
    }
  }
}
