package dev.cnilab.netsim.link;

import dev.cnilab.netsim.trace.DropReason;

/** A queueing discipline: frames wait in it before a link's driver sends them; tc(8). */
public abstract sealed class Qdisc permits Netem, Tbf, Fifo {
  private final Link link;
  private final int handle;
  private int waiting;
  private long waitingBytes;
  private long sent;
  private long sentBytes;
  private long dropped;
  private long overlimits;

  /**
   * Creates an empty queue.
   *
   * @param handle the major number of its handle; 0 for the next free one
   */
  Qdisc(Link link, int handle) {
    this.link = link;
    this.handle = handle == 0 ? link.links().nextQdisc() : handle;
  }

  /** The major number of its handle. */
  public final int handle() {
    return handle;
  }

  /** The number of frames handed to the driver. */
  public final long sent() {
    return sent;
  }

  public final long sentBytes() {
    return sentBytes;
  }

  /** The number of frames that were lost or found the queue full. */
  public final long dropped() {
    return dropped;
  }

  /** The number of times a frame had to wait because of the rate. */
  public final long overlimits() {
    return overlimits;
  }

  /** The number of frames in the queue. */
  public final int waiting() {
    return waiting;
  }

  /** The bytes of the frames in the queue. */
  public final long waitingBytes() {
    return waitingBytes;
  }

  /** The name of its kind in tc, such as {@code netem}. */
  public abstract String kind();

  /** Queues a frame to be sent; the sender never learns that it was lost. */
  abstract void enqueue(Skb skb);

  final Link link() {
    return link;
  }

  final void countOverlimit() {
    overlimits++;
  }

  /** Holds a frame for some nanoseconds. */
  final void hold(Skb skb, long nanos) {
    waiting++;
    waitingBytes += skb.frameLength();
    link.loop().schedule(nanos, () -> release(skb));
  }

  private void release(Skb skb) {
    waiting--;
    waitingBytes -= skb.frameLength();
    if (!link.isUp()
        || link.trafficControl().queue().filter(present -> present == this).isEmpty()) {
      drop(skb, "the queue is gone");
      return;
    }
    pass(skb);
  }

  /** Hands a frame to the driver. */
  final void pass(Skb skb) {
    sent++;
    sentBytes += skb.frameLength();
    link.egress().dequeue(skb);
  }

  final void drop(Skb skb, String why) {
    dropped++;
    skb.drop(link.links(), DropReason.QDISC_DROP, why);
  }
}
