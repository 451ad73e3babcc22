package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;

/**
 * A link on top of another one: it sends through the lower link, and receives frames from it before
 * the lower link's own protocols do.
 */
public abstract sealed class Stacked extends Link permits Macvlan, Ipvlan {
  /** The latency between two links on the same lower link, in nanoseconds. */
  static final long LATENCY = 10_000;

  private final Link lower;

  Stacked(Links links, String name, MacAddress address, Link lower) {
    super(links, name, address, lower.mtu());
    this.lower = lower;
  }

  /**
   * The lower link for a new link.
   *
   * @throws ErrnoException EINVAL for loopback and tunnels without a link layer, EBUSY for a
   *     bridge's port or a link that carries another kind
   */
  static Link base(Link wanted, Class<? extends Stacked> kind) {
    Link base = wanted instanceof Stacked own && kind.isInstance(own) ? own.lower() : wanted;
    if (base instanceof Loopback || base instanceof Ipip) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (base.port().isPresent() || !base.uppers().list().stream().allMatch(kind::isInstance)) {
      throw new ErrnoException(Errno.EBUSY);
    }
    return base;
  }

  /** The lower link, perhaps in another namespace. */
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

  /** Whether a frame from the lower link is for this one. */
  abstract boolean wants(Skb skb);

  /** Receives a frame from the lower link. */
  final void rise(Skb skb) {
    if (isUp()) {
      statistics().received(lengthReceived(skb));
      ingress().accept(skb);
    }
  }

  @Override
  final boolean send(Skb skb) {
    statistics().sent(skb.frameLength());
    skb.scrub();
    return cross(skb) || lower.transmit(skb);
  }

  /** Delivers a frame to other links on the lower link; true if it need not go out there. */
  abstract boolean cross(Skb skb);

  @Override
  public final void delete() {
    Caller.requireAdministrator();
    super.delete();
    lower.uppers().remove(this);
  }
}
