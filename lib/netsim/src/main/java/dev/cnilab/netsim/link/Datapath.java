package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/**
 * A switch of Open vSwitch (net/openvswitch). It floods and learns here as a bridge does, where the
 * real one has flows; but nothing of bridge netfilter lies in its way, so no rule of iptables and
 * no connection tracking sees what it passes on.
 */
public final class Datapath extends Bridge {
  Datapath(Links links, String name, MacAddress address) {
    super(links, name, address);
  }

  @Override
  boolean isSeenByIptables(Skb skb) {
    return false;
  }

  /** It is an internal port of itself, which says nothing of its carrier. */
  @Override
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }

  @Override
  public boolean hasCarrier() {
    return true;
  }
}
