package dev.cnilab.netsim.iptables;

/** How many packets and bytes a rule or a policy has applied to. */
public final class Counters {
  private long packets;
  private long bytes;

  public long packets() {
    return packets;
  }

  public long bytes() {
    return bytes;
  }

  /** As {@code iptables -Z}. */
  public void zero() {
    packets = 0;
    bytes = 0;
  }

  void count(int length) {
    packets++;
    bytes += length;
  }
}
