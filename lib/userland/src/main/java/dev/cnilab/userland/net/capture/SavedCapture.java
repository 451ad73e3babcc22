package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.capture.CookedHeader;
import dev.cnilab.netsim.capture.PcapException;
import dev.cnilab.netsim.capture.PcapHeader;
import dev.cnilab.netsim.capture.PcapReader;
import dev.cnilab.netsim.capture.PcapRecord;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.userland.net.capture.filter.CaptureFilter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The packets of a pcap file; {@code tcpdump -r}. */
final class SavedCapture {
  private final PcapReader reader;
  private final NetworkNamespace network;

  /**
   * Reads the file's header.
   *
   * @param network whose links name the interface numbers in the file
   * @throws PcapException if it is not such a file, or has packets of another kind
   */
  SavedCapture(InputStream file, NetworkNamespace network) throws IOException {
    this.reader = new PcapReader(file);
    this.network = network;
  }

  PcapHeader header() {
    return reader.header();
  }

  boolean cooked() {
    return header().linkType() == PcapHeader.LINUX_SLL2;
  }

  /**
   * Delivers the packets that match the filter.
   *
   * @throws PcapException if the file ends within a packet
   */
  void pass(CaptureFilter filter, long count, PacketSink sink) throws IOException {
    long passed = 0;
    for (Optional<PcapRecord> next = reader.read(); next.isPresent(); next = reader.read()) {
      Captured packet = packet(next.get());
      if (filter.admits(packet.frame())) {
        sink.take(packet);
        if (++passed == count) {
          return;
        }
      }
    }
  }

  private Captured packet(PcapRecord record) {
    if (!cooked()) {
      return new Captured(
          0,
          "",
          frame(record.padded(EthernetFrame.HEADER)),
          Tap.Direction.IN,
          false,
          record.time());
    }
    CookedHeader.Read read = CookedHeader.decode(record.padded(CookedHeader.LENGTH));
    int device = read.header().device();
    return new Captured(
        device, name(device), frame(read.frame()), read.header().way(), false, record.time());
  }

  private String name(int device) {
    return network.links().all().stream()
        .filter(link -> link.index() == device)
        .map(Link::name)
        .findFirst()
        .orElse("?");
  }

  /** Decodes a frame; one whose payload does not match its type is kept undecoded. */
  private static EthernetFrame frame(Bytes bytes) {
    try {
      return EthernetFrame.decode(bytes);
    } catch (MalformedPacketException malformed) {
      return EthernetFrame.decodeHeader(bytes);
    }
  }
}
