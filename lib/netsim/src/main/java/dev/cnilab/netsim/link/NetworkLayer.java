package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;

/** What the links of a namespace call in the protocols above them. */
public interface NetworkLayer {
  /** Receives a packet that is addressed to this host or to all. */
  void receive(Skb skb, Link in);

  void linkChanged(Link link, LinkChange change);

  /** Called when the MTU of a link has changed from {@code before}. */
  void mtuChanged(Link link, int before);

  void addressAdded(Link link, LinkAddress address);

  /** Called when the metric of the route to an address's subnet has changed. */
  void addressMetricChanged(Link link, LinkAddress before, LinkAddress after);

  /** Called when an address was removed from a link. */
  void addressRemoved(Link link, LinkAddress address);

  /** What happened to a frame sent through a tunnel. */
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

  /** The filter that runs a bridge's frames through iptables. */
  BridgeFilter bridgeFilter();
}
