package dev.cnilab.netsim.link;

import dev.cnilab.netsim.packet.Damage;

/**
 * A queueing discipline that loses, delays, duplicates and corrupts frames to emulate a bad network
 * (sch_netem.c). It uses the loop's random generator.
 */
public final class Netem extends Qdisc {
  private static final long SECOND = 1_000_000_000L;

  private final NetemSettings settings;
  private long free;

  Netem(Link link, int handle, NetemSettings settings) {
    super(link, handle);
    this.settings = settings;
  }

  public NetemSettings settings() {
    return settings;
  }

  @Override
  public String kind() {
    return "netem";
  }

  @Override
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
    if (waiting() >= settings.limit()) {
      drop(skb, "the queue holds " + settings.limit() + " frames");
      return;
    }
    if (happens(settings.corrupt())) {
      skb.replace(Damage.ofOneBit(skb.frame(), link().loop().random()));
    }
    hold(skb, happens(settings.reorder()) ? 0 : delay(skb));
  }

  /**
   * The nanoseconds until the frame may leave: its delay, and its transmission time at the rate.
   */
  private long delay(Skb skb) {
    long jitter = settings.jitter().toNanos();
    long delay = settings.delay().toNanos();
    if (jitter > 0) {
      delay += link().loop().random().nextLong(-jitter, jitter + 1);
    }
    long now = link().loop().nanoTime();
    long at = now + Math.max(0, delay);
    if (settings.rate() > 0) {
      at = Math.max(at, free) + skb.frameLength() * 8L * SECOND / settings.rate();
      free = at;
    }
    return at - now;
  }

  private boolean happens(double percent) {
    return percent > 0 && link().loop().random().nextDouble() * 100 < percent;
  }
}
