package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The receive queue of a socket. */
final class Inbox<T> {
  private final EventLoop loop;
  private final int limit;
  private final Deque<T> queue = new ArrayDeque<>(1);
  private final WaitQueue readers;
  private long wakings;

  /**
   * Creates an empty queue.
   *
   * @param limit the maximum number of items; further ones are lost, as when a receive buffer is
   *     full
   */
  Inbox(EventLoop loop, int limit) {
    this.loop = loop;
    this.limit = limit;
    this.readers = new WaitQueue(loop);
  }

  /** Queues an item for the next reader; false if there is no room for it. */
  boolean add(T item) {
    if (queue.size() >= limit) {
      return false;
    }
    queue.add(item);
    readers.wakeOne();
    return true;
  }

  /** Waits for an item or a call of {@link #wakeAll}; null if the timeout expired. */
  @Nullable T take(Duration timeout) {
    long deadline = loop.nanoTime() + timeout.toNanos();
    long before = wakings;
    while (queue.isEmpty() && wakings == before) {
      long left = deadline - loop.nanoTime();
      if (left <= 0 || !readers.await(Duration.ofNanos(left))) {
        break;
      }
    }
    return queue.poll();
  }

  /** The queued items, oldest first. */
  Collection<T> items() {
    return queue;
  }

  void wakeAll() {
    wakings++;
    readers.wakeAll();
  }
}
