package dev.cnilab.netsim.link;

/** What passed a link, as {@code ip -s link} shows it; bytes include the Ethernet header. */
public final class LinkStatistics {
  private long rxPackets;
  private long rxBytes;
  private long rxDropped;
  private long txPackets;
  private long txBytes;
  private long txDropped;
  private long txErrors;
  private long txCarrierErrors;

  public long rxPackets() {
    return rxPackets;
  }

  public long rxBytes() {
    return rxBytes;
  }

  public long rxDropped() {
    return rxDropped;
  }

  public long txPackets() {
    return txPackets;
  }

  public long txBytes() {
    return txBytes;
  }

  public long txDropped() {
    return txDropped;
  }

  /** What could not be sent at all. */
  public long txErrors() {
    return txErrors;
  }

  /** As {@link #txErrors}, of which nothing was known of a way. */
  public long txCarrierErrors() {
    return txCarrierErrors;
  }

  void findNoWay() {
    txErrors++;
    txCarrierErrors++;
  }

  void received(int bytes) {
    rxPackets++;
    rxBytes += bytes;
  }

  void dropReceived() {
    rxDropped++;
  }

  void sent(int bytes) {
    txPackets++;
    txBytes += bytes;
  }

  void dropSent() {
    txDropped++;
  }
}
