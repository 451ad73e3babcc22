package dev.cnilab.netsim.kernel;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A part of the heap that all machines share for one purpose. Machines promise more than that in
 * total, as on any overcommitted host; only what is really held counts.
 */
public final class HeapPool {
  /** The heap for the files of all disks. */
  public static final HeapPool DISKS = new HeapPool();

  /** The heap for the processes of all machines. */
  public static final HeapPool MEMORY = new HeapPool();

  /** The heap for the tables of all kernels. */
  public static final HeapPool TABLES = new HeapPool();

  /** Each pool is a quarter of the heap. */
  private static final int PARTS = 4;

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong held = new AtomicLong();

  private HeapPool() {}

  /** The size in bytes. */
  public long size() {
    return Runtime.getRuntime().maxMemory() / PARTS;
  }

  /** The free bytes; negative if more is held than there is. */
  public long free() {
    return size() - held.get();
  }

  /** Creates a holding, which is released when it becomes unreachable. */
  public Holding holding() {
    Holding holding = new Holding(this);
    AtomicLong amount = holding.amount;
    CLEANER.register(holding, () -> held.addAndGet(-amount.get()));
    return holding;
  }

  /** What one machine holds of a pool. */
  public static final class Holding {
    private final HeapPool pool;
    private final AtomicLong amount = new AtomicLong();

    private Holding(HeapPool pool) {
      this.pool = pool;
    }

    /** Sets the number of bytes held. */
    public void set(long bytes) {
      pool.held.addAndGet(bytes - amount.getAndSet(bytes));
    }

    public long amount() {
      return amount.get();
    }

    /** The bytes it may hold: half of what the others leave, so that every machine gets some. */
    public long share() {
      return Math.max(1, (pool.free() + amount.get()) / 2);
    }

    /** Changes the number of bytes held. */
    public void add(long bytes) {
      amount.addAndGet(bytes);
      pool.held.addAndGet(bytes);
    }
  }
}
