package dev.cnilab.netsim.kernel;

/**
 * The memory that the tables of a namespace take up: of links, addresses, routes, neighbors, rules,
 * sets and connections. What an ordinary machine needs is its own; the rest comes from a pool that
 * all machines of the process share, so that no table can end it. As in Linux, memory is charged
 * when an entry is added, which fails with ENOMEM if there is none.
 */
public final class TableMemory implements AutoCloseable {
  /** The bytes of each machine that do not come from the pool. */
  private static final long ALLOWANCE = 1L << 20;

  private final MachineMemory machine;
  private long held;
  private boolean closed;

  private TableMemory(MachineMemory machine) {
    this.machine = machine;
  }

  /** The memory of the first namespace of a machine. */
  public static TableMemory ofMachine() {
    return new TableMemory(new MachineMemory());
  }

  /** The memory of a further namespace of the same machine. */
  public TableMemory unshare() {
    return new TableMemory(machine);
  }

  /**
   * The account of a table without entries.
   *
   * @param bytes what an entry takes up in the heap, about
   */
  public Entries entries(int bytes) {
    return new Entries(bytes);
  }

  /** Frees everything, at the end of the namespace. */
  @Override
  public void close() {
    machine.add(-held);
    held = 0;
    closed = true;
  }

  /** What all namespaces of a machine hold. */
  private static final class MachineMemory {
    private final HeapPool.Holding holding = HeapPool.TABLES.holding();
    private long held;

    boolean fits(long bytes) {
      return held + bytes - ALLOWANCE <= holding.share();
    }

    void add(long bytes) {
      held += bytes;
      holding.set(Math.max(0, held - ALLOWANCE));
    }
  }

  /** What the entries of one table hold. */
  public final class Entries {
    private final int bytes;
    private long count;

    private Entries(int bytes) {
      this.bytes = bytes;
    }

    public long count() {
      return count;
    }

    /** Whether there is memory for that many more entries. */
    public boolean fit(long more) {
      return machine.fits(more * bytes);
    }

    /**
     * Checks that there is memory for that many more entries; there is always for fewer.
     *
     * @throws ErrnoException ENOMEM if there is not
     */
    public void require(long more) {
      if (more > 0 && !fit(more)) {
        throw new ErrnoException(Errno.ENOMEM);
      }
    }

    /**
     * Charges more entries before a table grows, or frees some if the number is negative.
     *
     * @throws ErrnoException ENOMEM if there is no memory for them
     */
    public void add(long more) {
      require(more);
      set(count + more);
    }

    /** Sets the number of entries to what is there in any case. */
    public void set(long present) {
      long more = present - count;
      count = present;
      if (!closed) {
        held += more * bytes;
        machine.add(more * bytes);
      }
    }
  }
}
