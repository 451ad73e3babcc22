package dev.cnilab.cluster.line;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection. It carries meaningless bytes; what counts is whether they arrive.
 */
public final class LineDirection {
  /** The most that is sent for a request at a time: one segment. */
  private static final int MOST = 1200;

  /** The most that may be in flight of what is sent in full. */
  private static final int WINDOW = 1 << 16;

  /** How often a lost segment is retransmitted at once, before a retransmission takes its time. */
  private static final int REPEATS = 2;

  private static final Duration BETWEEN = Duration.ofMillis(200);

  private static final int BUFFER = 1 << 20;

  private final EventLoop loop;
  private final TcpConnection from;
  private final TcpConnection to;
  private final long before;
  private final Deque<Parcel> parcels = new ArrayDeque<>(1);
  private long sent;
  private long accepted;
  private int owed;
  private long arrived;
  private long hurried = Long.MIN_VALUE / 2;

  /** Whether nothing was sent since everything sent before had been received and read. */
  private boolean settled;

  private boolean abandoned;

  /**
   * An action at the other end.
   *
   * @param end how many bytes have to have arrived there
   */
  private record Parcel(long end, Runnable taken) {}

  LineDirection(EventLoop loop, TcpConnection from, TcpConnection to) {
    this.loop = loop;
    this.from = from;
    this.to = to;
    this.before = to.received();
    this.arrived = Long.MIN_VALUE / 2;
  }

  /**
   * Sends something of that length in bytes.
   *
   * @param trusted how long after the last arrival the path is assumed to be unchanged
   * @return whether it has arrived, with all that was sent before
   */
  boolean carry(int length, Duration trusted) {
    if (!settled && !isThrough()) {
      return hurryAgain();
    }
    owed += length;
    if (loop.nanoTime() - arrived <= trusted.toNanos()) {
      return true;
    }
    int size = Math.min(MOST, owed);
    owed = 0;
    try {
      loop.expedite(() -> from.write(Bytes.of(new byte[size]), Duration.ZERO));
    } catch (ErrnoException ended) {
      return false;
    }
    sent += size;
    settled = false;
    accepted += size;
    for (int i = 0; i < REPEATS && !isThrough(); i++) {
      hurry();
    }
    return isThrough();
  }

  /**
   * Sends something in full, after everything sent before, in real transmission time.
   *
   * @param length in bytes, at least 1
   * @param taken called once all of it has arrived; never if it does not
   */
  public void send(int length, Runnable taken) {
    accepted += length;
    if (!abandoned) {
      parcels.add(new Parcel(accepted, taken));
    }
    loop.schedule(0, this::push);
  }

  /** The other end is gone: nobody takes what arrives, and nothing is kept for it. */
  void abandon() {
    abandoned = true;
    parcels.clear();
  }

  /** How much of what is sent in full has yet to arrive, in bytes. */
  public long pending() {
    return accepted - (to.received() - before);
  }

  /** Sends as much of it as may be in flight. */
  void push() {
    try {
      while (sent < accepted && from.sendQueue() < WINDOW) {
        int size = (int) Math.min(WINDOW, accepted - sent);
        from.write(Bytes.of(new byte[size]), Duration.ZERO);
        sent += size;
        settled = false;
      }
    } catch (ErrnoException ended) {
      // The reader of the connection is notified.
    }
  }

  /** Runs the actions of what has arrived in full. */
  void deliver() {
    isThrough();
    while (!parcels.isEmpty() && parcels.getFirst().end() <= to.received() - before) {
      parcels.removeFirst().taken().run();
    }
  }

  /** Retransmits what was lost, but not too often. */
  private boolean hurryAgain() {
    if (loop.nanoTime() - hurried < BETWEEN.toNanos()) {
      return false;
    }
    hurry();
    return isThrough();
  }

  private void hurry() {
    hurried = loop.nanoTime();
    loop.expedite(from::hurry);
  }

  /** Whether all that was sent has arrived. */
  boolean isThrough() {
    boolean through = to.received() - before >= sent;
    if (through && to.receiveQueue() > 0) {
      arrived = loop.nanoTime();
    }
    if (to.receiveQueue() > 0) {
      to.read(BUFFER, Duration.ZERO);
    }
    settled = through;
    return through;
  }

  /** Whether something was sent, and all of it has arrived. */
  boolean hasDelivered() {
    return isThrough() && sent > 0;
  }

  /** When something last arrived, in the loop's nanoseconds. */
  long arrived() {
    return arrived;
  }
}
