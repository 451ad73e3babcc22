package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.Set;

/** A kind of probes: builds them, and recognizes their answers. */
sealed interface TracerouteProbe {
  int protocol();

  /**
   * The payload of a probe.
   *
   * @param number the probe's number, from 0
   * @param room for data, in bytes
   */
  Ipv4Payload payload(int number, int room);

  /** The number of the probe that an ICMP error is about; negative if none. */
  int numberOf(QuotedPacket about);

  /** The number of the probe that a packet answers; negative if none. */
  int numberOf(Ipv4Packet answer);

  /** Whether the target answers with an ICMP port unreachable error. */
  default boolean endsAtPort() {
    return false;
  }

  private static Bytes data(int room) {
    byte[] bytes = new byte[Math.max(0, room)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x40 + (i & 0x3f));
    }
    return Bytes.of(bytes);
  }

  /**
   * UDP.
   *
   * @param sourcePort of the first probe
   * @param port of the first probe
   * @param step the difference between the ports of successive probes
   */
  record Udp(int sourcePort, int port, int step) implements TracerouteProbe {
    private static final int HEADER = 8;

    @Override
    public int protocol() {
      return UdpDatagram.PROTOCOL;
    }

    @Override
    public Ipv4Payload payload(int number, int room) {
      return new UdpDatagram(
          (sourcePort + number) & 0xffff, (port + number * step) & 0xffff, data(room - HEADER));
    }

    @Override
    public int numberOf(QuotedPacket about) {
      return (about.sourcePort() - sourcePort) & 0xffff;
    }

    @Override
    public int numberOf(Ipv4Packet answer) {
      return answer.payload() instanceof UdpDatagram udp
          ? (udp.destinationPort() - sourcePort) & 0xffff
          : -1;
    }

    @Override
    public boolean endsAtPort() {
      return true;
    }
  }

  /** ICMP echo requests with one identifier. */
  record Echo(int id) implements TracerouteProbe {
    private static final int HEADER = 8;

    @Override
    public int protocol() {
      return IcmpMessage.PROTOCOL;
    }

    @Override
    public Ipv4Payload payload(int number, int room) {
      return IcmpMessage.echoRequest(id, number + 1, data(room - HEADER));
    }

    @Override
    public int numberOf(QuotedPacket about) {
      return about.echoId() == id ? about.echoSequence() - 1 : -1;
    }

    @Override
    public int numberOf(Ipv4Packet answer) {
      return answer.payload() instanceof IcmpMessage icmp
              && icmp.type() == IcmpMessage.ECHO_REPLY
              && icmp.echoId() == id
          ? icmp.echoSequence() - 1
          : -1;
    }
  }

  /** TCP SYN segments to one port. */
  record Syn(int sourcePort, int port) implements TracerouteProbe {
    private static final int WINDOW = 5840;

    @Override
    public int protocol() {
      return TcpSegment.PROTOCOL;
    }

    @Override
    public Ipv4Payload payload(int number, int room) {
      return new TcpSegment(
          (sourcePort + number) & 0xffff,
          port,
          number + 1,
          0,
          Set.of(TcpSegment.Flag.SYN),
          WINDOW,
          Bytes.EMPTY,
          Bytes.EMPTY);
    }

    @Override
    public int numberOf(QuotedPacket about) {
      return (about.sourcePort() - sourcePort) & 0xffff;
    }

    @Override
    public int numberOf(Ipv4Packet answer) {
      return answer.payload() instanceof TcpSegment segment && segment.sourcePort() == port
          ? (segment.destinationPort() - sourcePort) & 0xffff
          : -1;
    }
  }
}
