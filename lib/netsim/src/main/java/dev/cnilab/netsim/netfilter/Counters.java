package dev.cnilab.netsim.netfilter;

/** The packets and bytes that a rule or a policy applied to. */
public final class Counters {
  private long packets;
  private long bytes;

  public long packets() {
    return packets;
  }

  public long bytes() {
    return bytes;
  }

  /** Resets the counters, as {@code iptables -Z} and {@code nft reset} do. */
  public void zero() {
    packets = 0;
    bytes = 0;
  }

  /** Counts one packet of that many bytes. */
  public void count(int length) {
    packets++;
    bytes += length;
  }

  /** Sets the counters. */
  public void set(long newPackets, long newBytes) {
    packets = newPackets;
    bytes = newBytes;
  }
}
