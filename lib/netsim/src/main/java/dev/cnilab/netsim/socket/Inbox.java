package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a socket received and nobody has read yet. */
final class Inbox<T> {
  private final EventLoop loop;
  private final int limit;
  private final Deque<T> queue = new ArrayDeque<>(1);
  private final WaitQueue readers;
  private long wakings;

  /**
   * An empty inbox.
   *
   * @param limit how much is kept; the rest is lost, as when a receive buffer is full
   */
  Inbox(EventLoop loop, int limit) {
    this.loop = loop;
    this.limit = limit;
    this.readers = new WaitQueue(loop);
  }

  /** Queues something for the next reader; false if there is no room for it. */
  boolean add(T item) {
    if (queue.size() >= limit) {
      return false;
    }
    queue.add(item);
    readers.wakeOne();
    return true;
  }

  /** Waits until something is there or {@link #wakeAll} is called; null if the time ran out. */
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

  /** What waits to be read, oldest first. */
  Collection<T> items() {
    return queue;
  }

  void wakeAll() {
    wakings++;
    readers.wakeAll();
  }
}
