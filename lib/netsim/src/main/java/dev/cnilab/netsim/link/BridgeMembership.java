package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import org.jspecify.annotations.Nullable;

/** The membership of a link in a bridge, if it is in one (br_add_if, br_del_if). */
final class BridgeMembership {
  private final Link link;
  private @Nullable BridgePort port;

  BridgeMembership(Link link) {
    this.link = link;
  }

  /** The bridge port; null if the link is in no bridge. */
  @Nullable BridgePort port() {
    return port;
  }

  /** Like {@link Link#setMaster}. */
  void set(Bridge bridge) {
    join(bridge);
    link.announce();
  }

  private void join(Bridge bridge) {
    requireEnslavable();
    if (bridge.links() != link.links()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (port == null || port.bridge() != bridge) {
      leave();
      port = bridge.addPort(link);
    }
  }

  private void requireEnslavable() {
    switch (link) {
      case Loopback lo -> throw new ErrnoException(Errno.EINVAL);
      case Ipip tunnel -> throw new ErrnoException(Errno.EINVAL);
      case Bridge other ->
          throw new ErrnoException(Errno.ELOOP, "Can not enslave a bridge to a bridge");
      case Veth veth -> {}
      case Vxlan vxlan -> {}
      case Dummy dummy -> {}
      case Nic nic -> {}
      case Stacked upper -> {}
    }
    if (!link.uppers().list().isEmpty()) {
      throw new ErrnoException(Errno.EBUSY);
    }
  }

  /** Like {@link Link#clearMaster}. */
  void clear() {
    if (port != null) {
      leave();
      link.announce();
    }
  }

  private void leave() {
    if (port != null) {
      Bridge bridge = port.bridge();
      bridge.removePort(port);
      port = null;
      bridge.portsChanged();
    }
  }
}
