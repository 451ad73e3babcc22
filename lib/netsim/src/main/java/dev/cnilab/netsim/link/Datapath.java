package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/**
 * An Open vSwitch datapath (net/openvswitch). It floods and learns like a bridge, where the real
 * one has flows. It bypasses bridge netfilter, so neither iptables nor connection tracking sees the
 * packets it switches.
 */
public final class Datapath extends Bridge {
  Datapath(Links links, String name, MacAddress address) {
    super(links, name, address);
  }

  @Override
  boolean isSeenByIptables(Skb skb) {
    return false;
  }

  /** The link is an internal port of the datapath, which does not report a carrier. */
  @Override
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }

  @Override
  public boolean hasCarrier() {
    return true;
  }
}
