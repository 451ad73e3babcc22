package dev.cnilab.netsim.link;

import dev.cnilab.netsim.trace.DropReason;

/** A queue that frames wait in before a link's driver sends them; tc(8). */
public abstract sealed class Qdisc permits Netem, Tbf {
  private final Link link;
  private final int handle;
  private int waiting;
  private long waitingBytes;
  private long sent;
  private long sentBytes;
  private long dropped;
  private long overlimits;

  Qdisc(Link link) {
    this.link = link;
    this.handle = link.links().nextQdisc();
  }

  /** The major number of its handle. */
  public final int handle() {
    return handle;
  }

  /** Frames that have been handed to the driver. */
  public final long sent() {
    return sent;
  }

  public final long sentBytes() {
    return sentBytes;
  }

  /** Frames that were lost, or found no room. */
  public final long dropped() {
    return dropped;
  }

  /** How often a frame had to wait for the rate. */
  public final long overlimits() {
    return overlimits;
  }

  /** Frames that wait. */
  public final int waiting() {
    return waiting;
  }

  /** Bytes of the frames that wait. */
  public final long waitingBytes() {
    return waitingBytes;
  }

  /** What tc calls its kind: {@code netem}. */
  public abstract String kind();

  /** Takes a frame that is to be sent; the sender never learns that it was lost. */
  abstract void enqueue(Skb skb);

  final Link link() {
    return link;
  }

  final void countOverlimit() {
    overlimits++;
  }

  /** Lets a frame wait for some nanoseconds. */
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
    sent++;
    sentBytes += skb.frameLength();
    link.dequeue(skb);
  }

  final void drop(Skb skb, String why) {
    dropped++;
    skb.drop(link.links(), DropReason.QDISC_DROP, why);
  }
}
