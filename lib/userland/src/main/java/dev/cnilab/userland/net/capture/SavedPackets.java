package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.CookedHeader;
import dev.cnilab.netsim.capture.PcapHeader;
import dev.cnilab.netsim.capture.PcapRecord;
import dev.cnilab.netsim.capture.PcapWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes packets to a pcap file; {@code tcpdump -w}. */
final class SavedPackets implements PacketSink {
  /** The buffer size of stdio. */
  private static final int BUFFER = 4096;

  private final OutputStream out;
  private final PcapWriter writer;
  private final boolean cooked;
  private final boolean eachAtOnce;

  /**
   * Writes the file header.
   *
   * @param eachAtOnce whether each packet is flushed at once; {@code -U}
   */
  SavedPackets(OutputStream file, PcapHeader header, boolean eachAtOnce) throws IOException {
    this.out = new BufferedOutputStream(file, BUFFER);
    this.writer = new PcapWriter(out, header);
    this.cooked = header.linkType() == PcapHeader.LINUX_SLL2;
    this.eachAtOnce = eachAtOnce;
    if (eachAtOnce) {
      out.flush();
    }
  }

  @Override
  public void take(Captured packet) throws IOException {
    writer.write(
        new PcapRecord(
            packet.time(),
            cooked
                ? new CookedHeader(packet.device(), packet.direction()).encode(packet.frame())
                : packet.frame().encode()));
    if (eachAtOnce) {
      out.flush();
    }
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}
