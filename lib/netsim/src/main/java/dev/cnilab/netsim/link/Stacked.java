package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;

/**
 * A link that lies on another one and uses its cable: what it sends leaves there, and what comes in
 * there is handed up to it before the lower link's own protocols see it.
 */
public abstract sealed class Stacked extends Link permits Macvlan, Ipvlan {
  /** From one link on a lower one to another on it. */
  static final long LATENCY = 10_000;

  private final Link lower;

  Stacked(Links links, String name, MacAddress address, Link lower) {
    super(links, name, address, lower.mtu());
    this.lower = lower;
  }

  /**
   * The link that a new one is to lie on.
   *
   * @throws ErrnoException EINVAL for loopback and tunnels without a link layer, EBUSY for a
   *     bridge's port or a link that carries another kind
   */
  static Link base(Link wanted, Class<? extends Stacked> kind) {
    Link base = wanted instanceof Stacked own && kind.isInstance(own) ? own.lower() : wanted;
    if (base instanceof Loopback || base instanceof Ipip) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (base.port().isPresent() || !base.stacked().stream().allMatch(kind::isInstance)) {
      throw new ErrnoException(Errno.EBUSY);
    }
    return base;
  }

  /** The link it lies on, perhaps in another namespace. */
  public final Link lower() {
    return lower;
  }

  @Override
  public final int lowerIndex() {
    return lower.index();
  }

  @Override
  public final int maxMtu() {
    return lower.mtu();
  }

  @Override
  public final boolean hasCarrier() {
    return isUp() && lower.isUp() && lower.hasCarrier();
  }

  @Override
  public final OperState operState() {
    if (!isUp()) {
      return OperState.DOWN;
    }
    return hasCarrier() ? OperState.UP : OperState.LOWERLAYERDOWN;
  }

  /** Whether a frame that came in at the lower link is for this one. */
  abstract boolean wants(Skb skb);

  /** Takes a frame that came in at the lower link. */
  final void rise(Skb skb) {
    if (isUp()) {
      statistics().received(lengthReceived(skb));
      accept(skb);
    }
  }

  @Override
  final boolean send(Skb skb) {
    statistics().sent(skb.frameLength());
    skb.scrub();
    return cross(skb) || lower.transmit(skb);
  }

  /** Hands a frame to others on the lower link; whether it need not leave there. */
  abstract boolean cross(Skb skb);

  @Override
  public final void delete() {
    Caller.requireAdministrator();
    super.delete();
    lower.unstack(this);
  }
}
