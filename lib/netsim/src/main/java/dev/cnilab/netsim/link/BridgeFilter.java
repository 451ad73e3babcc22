package dev.cnilab.netsim.link;

import java.util.List;

/** Has iptables judge what a bridge passes on (br_netfilter). A refused packet is done with. */
public interface BridgeFilter {
  /** Whether this packet concerns iptables at all. */
  boolean applies(Skb skb);

  /**
   * PREROUTING. May rewrite the packet, and then the MAC address it goes to.
   *
   * @return whether the packet goes on
   */
  boolean prerouting(Skb skb, BridgePort in);

  /**
   * FORWARD and POSTROUTING.
   *
   * @return whether the packet goes on
   */
  boolean forward(Skb skb, Bridge bridge, Link in, Link out);

  /**
   * The parts of a packet that is larger than the MTU of {@code out}; none if that is forbidden.
   */
  List<Skb> divide(Skb skb, Link out);
}
