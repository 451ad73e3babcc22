package dev.cnilab.netsim.netfilter;

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

  /** Counts from zero, as after {@code iptables -Z} and {@code nft reset}. */
  public void zero() {
    packets = 0;
    bytes = 0;
  }

  /** Counts one more packet of that many bytes. */
  public void count(int length) {
    packets++;
    bytes += length;
  }

  /** Counts on from here. */
  public void set(long newPackets, long newBytes) {
    packets = newPackets;
    bytes = newBytes;
  }
}
