package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/** A node's network card, plugged into a segment. */
public final class Nic extends Link {
  private final Segment segment;

  Nic(Links links, int index, String name, MacAddress address, Segment segment) {
    super(links, index, name, address, 1500);
    this.segment = segment;
  }

  public Segment segment() {
    return segment;
  }

  @Override
  public boolean hasCarrier() {
    return isUp();
  }

  @Override
  public OperState operState() {
    return isUp() ? OperState.UP : OperState.DOWN;
  }
}
