package dev.cnilab.netsim.link;

import java.util.List;

/**
 * Runs bridged packets through iptables (br_netfilter). The filter itself drops a refused packet.
 */
public interface BridgeFilter {
  /** Whether this packet concerns iptables at all. */
  boolean applies(Skb skb);

  /**
   * Runs PREROUTING, which may rewrite the packet and then its destination MAC address.
   *
   * @return whether the packet continues
   */
  boolean prerouting(Skb skb, BridgePort in);

  /**
   * Runs FORWARD and POSTROUTING.
   *
   * @return whether the packet continues
   */
  boolean forward(Skb skb, Bridge bridge, Link in, Link out);

  /**
   * The fragments of a packet larger than the MTU of {@code out}; none if it must not be
   * fragmented.
   */
  List<Skb> divide(Skb skb, Link out);
}
