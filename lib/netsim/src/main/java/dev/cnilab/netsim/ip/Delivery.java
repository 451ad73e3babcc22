package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.QuotedPacket;
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

  boolean deliverRaw(Skb skb, Link in) {
    return transport.deliverRaw(skb, in);
  }

  boolean deliverTcp(Skb skb, Link in) {
    return transport.deliver(skb, in);
  }

  boolean deliverUdp(Skb skb, UdpDatagram datagram, Link in) {
    if (links.tunnels().hasVxlanOn(datagram.destinationPort())) {
      decapsulate(skb, datagram);
      return true;
    }
    return transport.deliver(skb, in);
  }

  /** Delivers a tunneled packet to its tunnel link; false if there is none. */
  boolean deliverEncapsulated(Skb skb, EncapsulatedPacket tunnelled) {
    Optional<Ipip> tunnel = links.tunnels().ipip(skb.packet());
    tunnel.ifPresent(link -> link.receive(skb, tunnelled));
    return tunnel.isPresent();
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

  void deliverIcmp(Skb skb, IcmpMessage message, boolean taken) {
    links.mib().countIcmpIn(message.type());
    if (message.type() == IcmpMessage.ECHO_REQUEST) {
      icmp.echo(skb, message);
      return;
    }
    if (message.isError()) {
      deliverError(skb, message);
    }
    if (!taken && skb.isTraced()) {
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
