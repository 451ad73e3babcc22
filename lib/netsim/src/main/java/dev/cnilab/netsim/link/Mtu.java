package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.EthernetFrame;

/** The size of a link's largest IP packet (dev_set_mtu). */
final class Mtu {
  /** The bytes by which a frame may exceed the MTU and still pass: a VLAN tag (VLAN_HLEN). */
  private static final int TOLERANCE = 4;

  private final Link link;
  private int bytes;

  Mtu(Link link, int bytes) {
    this.link = link;
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** Like {@link Link#setMtu}. */
  void set(int newMtu) {
    if (newMtu < link.minMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu less than device minimum");
    }
    if (newMtu > link.maxMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu greater than device maximum");
    }
    follow(newMtu);
  }

  /** Takes the MTU that follows from other links'. */
  void follow(int newMtu) {
    if (newMtu != bytes) {
      int before = bytes;
      bytes = newMtu;
      link.links().layer().mtuChanged(link, before);
      link.announce();
      link.master().ifPresent(Bridge::portsChanged);
    }
  }

  /** Whether a frame of another link may be passed on to this one (is_skb_forwardable). */
  boolean admits(Skb skb) {
    return skb.frameLength() <= bytes + EthernetFrame.HEADER + TOLERANCE;
  }
}
