package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;

/** What the links of a namespace need of the protocols above them. */
public interface NetworkLayer {
  /** A packet came in that is addressed to this host, or to all. */
  void receive(Skb skb, Link in);

  void linkChanged(Link link, LinkChange change);

  /** A link has another MTU than {@code before}. */
  void mtuChanged(Link link, int before);

  void addressAdded(Link link, LinkAddress address);

  /** The address is not among the link's any more. */
  void addressRemoved(Link link, LinkAddress address);

  /** What became of a frame that was to go through a tunnel. */
  enum Tunnelled {
    SENT,
    /** This host dropped it at once. */
    DROPPED,
    /** There is no route to the far end. */
    WITHOUT_ROUTE
  }

  /** Sends a frame through a tunnel. */
  Tunnelled tunnel(Vxlan vxlan, TunnelKey key, Skb skb);

  /**
   * Sends a packet through a tunnel.
   *
   * @return false if it was dropped at once
   */
  boolean tunnel(Ipip ipip, Ipv4Address far, Skb skb);

  /** How a bridge's frames are judged by iptables. */
  BridgeFilter bridgeFilter();
}
