package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/** The link lo: what is sent on it comes back. */
public final class Loopback extends Link {
  Loopback(Links links) {
    super(links, 1, "lo", MacAddress.ZERO, 65536);
  }

  @Override
  public int minMtu() {
    return 0;
  }

  @Override
  public int maxMtu() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean hasCarrier() {
    return true;
  }

  @Override
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }
}
