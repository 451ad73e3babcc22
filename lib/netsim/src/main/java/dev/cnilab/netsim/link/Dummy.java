package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;

/** A link that discards all frames sent on it (drivers/net/dummy.c). */
public final class Dummy extends Link {
  Dummy(Links links, String name, MacAddress address) {
    super(links, name, address, 1500);
    options().setArp(false);
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
  boolean send(Skb skb) {
    statistics().sent(skb.frameLength());
    return true;
  }
}
