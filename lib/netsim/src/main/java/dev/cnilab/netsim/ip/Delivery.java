package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.SctpPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.Optional;

/** Delivers packets for this host to sockets, tunnels and ICMP. */
final class Delivery {
  private final Links links;
  private final Icmp icmp;
  private final PathUpdates paths;
  private Transport transport = Transport.NONE;

  Delivery(Links links, Icmp icmp, PathUpdates paths) {
    this.links = links;
    this.icmp = icmp;
    this.paths = paths;
  }

  void setTransport(Transport sockets) {
    transport = sockets;
  }

  /** Delivers a packet that has passed INPUT (ip_local_deliver_finish). */
  void deliver(Skb skb, Link in) {
    boolean raw = transport.deliverRaw(skb, in);
    switch (skb.packet().payload()) {
      case IcmpMessage message -> {
        links.mib().count(Counter.IP_IN_DELIVERS);
        deliverIcmp(skb, message, raw);
      }
      case UdpDatagram datagram -> {
        links.mib().count(Counter.IP_IN_DELIVERS);
        deliverUdp(skb, datagram, in);
      }
      case TcpSegment segment -> {
        links.mib().count(Counter.IP_IN_DELIVERS);
        transport.deliverTcp(skb);
      }
      case EncapsulatedPacket tunnelled -> {
        links.mib().count(Counter.IP_IN_DELIVERS);
        deliverEncapsulated(skb, tunnelled, raw);
      }
      case OpaquePayload damaged when damaged.isDamaged() -> {
        links.mib().count(Counter.IP_IN_DELIVERS);
        dropDamaged(skb, damaged.protocol());
      }
      case OpaquePayload opaque -> deliverUnknown(skb, raw);
      case SctpPacket sctp -> deliverUnknown(skb, raw);
    }
  }

  private void deliverUdp(Skb skb, UdpDatagram datagram, Link in) {
    int port = datagram.destinationPort();
    if (links.tunnels().hasVxlanOn(port)) {
      decapsulate(skb, datagram);
    } else if (!transport.deliverUdp(skb, datagram, in)) {
      links.mib().count(Counter.UDP_NO_PORTS);
      if (skb.isTraced()) {
        skb.drop(links, DropReason.NO_SOCKET, "no socket is bound to UDP port " + port);
      }
      icmp.sendError(skb, IcmpMessage.DESTINATION_UNREACHABLE, IcmpMessage.PORT_UNREACHABLE, 0);
    }
  }

  private void deliverEncapsulated(Skb skb, EncapsulatedPacket tunnelled, boolean raw) {
    Optional<Ipip> tunnel = links.tunnels().ipip(skb.packet());
    tunnel.ifPresent(link -> link.receive(skb, tunnelled));
    if (tunnel.isEmpty() && !raw) {
      refuseProtocol(skb);
    }
  }

  private void deliverUnknown(Skb skb, boolean raw) {
    links.mib().count(raw ? Counter.IP_IN_DELIVERS : Counter.IP_IN_UNKNOWN_PROTOS);
    if (!raw) {
      refuseProtocol(skb);
    }
  }

  private void refuseProtocol(Skb skb) {
    skb.drop(links, DropReason.IP_NOPROTO, "nobody takes protocol " + skb.packet().protocol());
    icmp.sendError(skb, IcmpMessage.DESTINATION_UNREACHABLE, IcmpMessage.PROTOCOL_UNREACHABLE, 0);
  }

  private void dropDamaged(Skb skb, int protocol) {
    Mib mib = links.mib();
    DropReason reason =
        switch (protocol) {
          case TcpSegment.PROTOCOL -> {
            mib.count(Counter.TCP_IN_SEGS);
            mib.count(Counter.TCP_IN_ERRS);
            mib.count(Counter.TCP_IN_CSUM_ERRORS);
            yield DropReason.TCP_CSUM;
          }
          case UdpDatagram.PROTOCOL -> {
            mib.count(Counter.UDP_IN_ERRORS);
            mib.count(Counter.UDP_IN_CSUM_ERRORS);
            yield DropReason.UDP_CSUM;
          }
          default -> {
            mib.count(Counter.ICMP_IN_ERRORS);
            mib.count(Counter.ICMP_IN_CSUM_ERRORS);
            yield DropReason.ICMP_CSUM;
          }
        };
    skb.drop(links, reason, "its checksum is wrong");
  }

  private void decapsulate(Skb skb, UdpDatagram datagram) {
    try {
      VxlanFrame inner =
          switch (datagram.data()) {
            case VxlanFrame frame -> frame;
            case Bytes bytes -> VxlanFrame.decode(bytes);
          };
      Optional<Vxlan> vxlan = links.tunnels().vxlan(datagram.destinationPort(), inner.vni());
      if (vxlan.isEmpty()) {
        skb.drop(links, DropReason.VXLAN_VNI_NOT_FOUND, "no vxlan link has id " + inner.vni());
      } else {
        vxlan
            .get()
            .receive(new Skb(inner.frame(), skb.trace()), inner.vni(), skb.packet().source());
      }
    } catch (MalformedPacketException malformed) {
      skb.drop(links, DropReason.VXLAN_INVALID_HDR, "" + malformed.getMessage());
    }
  }

  private void deliverIcmp(Skb skb, IcmpMessage message, boolean raw) {
    links.mib().countIcmpIn(message.type());
    if (message.type() == IcmpMessage.ECHO_REQUEST) {
      icmp.echo(skb, message);
      return;
    }
    if (message.isError()) {
      deliverError(skb, message);
    }
    if (!raw && skb.isTraced()) {
      if (message.isError()) {
        skb.note(links, new Step.Delivered("the kernel, which notes the error"));
      } else {
        skb.drop(links, DropReason.NO_SOCKET, "no socket waits for this ICMP message");
      }
    }
  }

  /** Delivers an error to the socket whose packet it is about, and to the routes. */
  private void deliverError(Skb skb, IcmpMessage error) {
    try {
      QuotedPacket about = error.quoted();
      paths.learn(error, about, skb.packet().source());
      transport.report(error, about, skb.packet().source(), skb.packet().ttl());
    } catch (MalformedPacketException malformed) {
      skb.drop(links, DropReason.PKT_TOO_SMALL, "" + malformed.getMessage());
    }
  }
}
