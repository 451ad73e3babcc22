package dev.cnilab.netsim.link;

import dev.cnilab.netsim.packet.Damage;
import dev.cnilab.netsim.trace.DropReason;

/**
 * A queue before a link's driver that loses, delays, repeats and damages frames, to look like a bad
 * network (sch_netem.c). Chance is the loop's.
 */
public final class Netem {
  private static final long SECOND = 1_000_000_000L;

  private final Link link;
  private final int handle;
  private final NetemSettings settings;
  private int waiting;
  private long sent;
  private long sentBytes;
  private long dropped;
  private long free;

  Netem(Link link, int handle, NetemSettings settings) {
    this.link = link;
    this.handle = handle;
    this.settings = settings;
  }

  /** The major number of its handle. */
  public int handle() {
    return handle;
  }

  public NetemSettings settings() {
    return settings;
  }

  /** Frames that have been handed to the driver. */
  public long sent() {
    return sent;
  }

  public long sentBytes() {
    return sentBytes;
  }

  /** Frames that were lost, or found no room. */
  public long dropped() {
    return dropped;
  }

  /** Frames that wait. */
  public int waiting() {
    return waiting;
  }

  /** Takes a frame that is to be sent; the sender never learns that it was lost. */
  void enqueue(Skb skb) {
    boolean twice = happens(settings.duplicate());
    boolean lost = happens(settings.loss());
    if (lost && !twice) {
      drop(skb, "netem loses " + settings.loss() + " % of frames");
      return;
    }
    Skb copy = twice && !lost ? new Skb(skb.frame(), null) : null;
    hold(skb);
    if (copy != null) {
      hold(copy);
    }
  }

  private void hold(Skb skb) {
    if (waiting >= settings.limit()) {
      drop(skb, "the queue holds " + settings.limit() + " frames");
      return;
    }
    waiting++;
    if (happens(settings.corrupt())) {
      skb.replace(Damage.ofOneBit(skb.frame(), link.loop().random()));
    }
    link.loop().schedule(happens(settings.reorder()) ? 0 : delay(skb), () -> release(skb));
  }

  /**
   * Nanoseconds until the frame may go: those it is held for, and the time it takes at the rate.
   */
  private long delay(Skb skb) {
    long jitter = settings.jitter().toNanos();
    long delay = settings.delay().toNanos();
    if (jitter > 0) {
      delay += link.loop().random().nextLong(-jitter, jitter + 1);
    }
    long now = link.loop().nanoTime();
    long at = now + Math.max(0, delay);
    if (settings.rate() > 0) {
      at = Math.max(at, free) + skb.frameLength() * 8L * SECOND / settings.rate();
      free = at;
    }
    return at - now;
  }

  private void release(Skb skb) {
    waiting--;
    if (!link.isUp()
        || link.trafficControl().netem().filter(present -> present == this).isEmpty()) {
      drop(skb, "the queue is gone");
      return;
    }
    sent++;
    sentBytes += skb.frameLength();
    link.dequeue(skb);
  }

  private void drop(Skb skb, String why) {
    dropped++;
    skb.drop(link.links(), DropReason.QDISC_DROP, why);
  }

  private boolean happens(double percent) {
    return percent > 0 && link.loop().random().nextDouble() * 100 < percent;
  }
}
