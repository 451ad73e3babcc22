package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/** One end of a pair: what one end sends the other receives. */
public final class Veth extends Link {
  private Veth peer = this;

  Veth(Links links, int index, String name, MacAddress address) {
    super(links, index, name, address, 1500);
  }

  void pair(Veth other) {
    peer = other;
    other.peer = this;
  }

  /** The other end, perhaps in another namespace. */
  public Veth peer() {
    return peer;
  }

  @Override
  public int lowerIndex() {
    return peer.index();
  }

  @Override
  public boolean hasCarrier() {
    return isUp() && peer.isUp();
  }

  @Override
  public OperState operState() {
    return hasCarrier() ? OperState.UP : OperState.DOWN;
  }
}
