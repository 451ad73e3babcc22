package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;

/** The loopback link lo, which receives what is sent on it. */
public final class Loopback extends Link {
  private static final long LATENCY = 8_000;

  Loopback(Links links) {
    super(links, "lo", MacAddress.ZERO, 65536);
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
    statistics().sent(skb.payload().length());
    ingress().arriveAfter(LATENCY, skb);
    return true;
  }

  @Override
  int lengthReceived(Skb skb) {
    return skb.payload().length();
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    throw new ErrnoException(Errno.EOPNOTSUPP);
  }
}
