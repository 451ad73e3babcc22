package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The advisory locks on a machine's files; flock(2). Each ends with the process that holds it. */
public final class FileLocks {
  private final EventLoop loop;
  private final Map<Long, Lock> byInode = new HashMap<>(0);

  private static final class Lock {
    private final List<Process> holders = new ArrayList<>();
    private final WaitQueue released;
    private boolean exclusive;

    private Lock(EventLoop loop) {
      released = new WaitQueue(loop);
    }
  }

  FileLocks(EventLoop loop) {
    this.loop = loop;
  }

  /** How a lock keeps others away. */
  public enum Kind {
    SHARED,
    EXCLUSIVE
  }

  /**
   * Waits for a lock on a file; in a task only.
   *
   * @param process holds it from then on
   * @return false if that time was over first
   */
  public boolean take(Process process, long inode, Kind kind, Duration atMost) {
    Lock lock = byInode.computeIfAbsent(inode, none -> new Lock(loop));
    long start = loop.nanoTime();
    while (!lock.holders.isEmpty() && (lock.exclusive || kind == Kind.EXCLUSIVE)) {
      Duration left = atMost.minusNanos(loop.nanoTime() - start);
      if (left.isNegative() || left.isZero() || !lock.released.await(left)) {
        return false;
      }
    }
    lock.holders.add(process);
    lock.exclusive = kind == Kind.EXCLUSIVE;
    byInode.put(inode, lock);
    process.onExit(status -> release(process, inode));
    return true;
  }

  private void release(Process process, long inode) {
    Lock lock = byInode.get(inode);
    if (lock != null && lock.holders.remove(process)) {
      if (lock.holders.isEmpty()) {
        byInode.remove(inode, lock);
      }
      lock.released.wakeAll();
    }
  }
}
