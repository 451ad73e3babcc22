package dev.cnilab.netsim.link;

/** The counters of a link, as {@code ip -s link} shows them; bytes include the Ethernet header. */
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

  /** Packets that could not be sent. */
  public long txErrors() {
    return txErrors;
  }

  /** Those of {@link #txErrors} for which there was no route. */
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
