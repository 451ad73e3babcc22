package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ip.Transport;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.tcp.Tcp;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one namespace. */
public final class Sockets implements Transport {

  private final Links links;
  private final Ipv4 ipv4;
  private final Tcp tcp;
  private final Sysctl sysctl;
  private final List<RawSocket> raw = new ArrayList<>(0);
  private final List<UdpSocket> udp = new ArrayList<>(0);

  public Sockets(Links links, Ipv4 ipv4, Tcp tcp, Sysctl sysctl) {
    this.sysctl = sysctl;
    this.links = links;
    this.ipv4 = ipv4;
    this.tcp = tcp;
  }

  EventLoop loop() {
    return links.loop();
  }

  Mib mib() {
    return links.mib();
  }

  Ipv4 ipv4() {
    return ipv4;
  }

  /**
   * A raw socket for an IP protocol: 1 for ICMP, as ping uses it.
   *
   * @throws ErrnoException EPERM if the caller lacks the privilege; for ICMP a group of
   *     ping_group_range suffices
   */
  public RawSocket raw(int protocol) {
    Caller caller = Caller.current();
    boolean pings = protocol == IcmpMessage.PROTOCOL && caller != null && sysctl.admitsPing(caller);
    if (!pings) {
      Caller.requireRaw();
    }
    RawSocket socket = new RawSocket(this, protocol);
    raw.add(socket);
    return socket;
  }

  public UdpSocket udp() {
    return new UdpSocket(this);
  }

  /** The UDP sockets that are bound to a port. */
  public List<UdpSocket> boundUdp() {
    return List.copyOf(udp);
  }

  int bindUdp(UdpSocket socket, Ipv4Address address, int port) {
    Caller.requirePort(port, sysctl.get(Setting.IP_UNPRIVILEGED_PORT_START));
    int bound = port == 0 ? freePort() : port;
    boolean taken =
        udp.stream().anyMatch(each -> each.localPort() == bound && overlap(each, address));
    if (taken || links.tunnels().hasVxlanOn(bound)) {
      throw new ErrnoException(Errno.EADDRINUSE);
    }
    udp.add(socket);
    return bound;
  }

  private static boolean overlap(UdpSocket socket, Ipv4Address address) {
    return address.isAny()
        || socket.localAddress().isAny()
        || socket.localAddress().equals(address);
  }

  private int freePort() {
    return sysctl
        .localPorts(links.loop().random())
        .filter(port -> udp.stream().noneMatch(each -> each.localPort() == port))
        .filter(port -> !links.tunnels().hasVxlanOn(port))
        .findFirst()
        .orElseThrow(() -> new ErrnoException(Errno.EADDRINUSE));
  }

  void remove(RawSocket socket) {
    raw.remove(socket);
  }

  void remove(UdpSocket socket) {
    udp.remove(socket);
  }

  @Override
  public boolean deliverRaw(Skb skb, Link in) {
    if (raw.isEmpty()) {
      return false;
    }
    boolean taken = false;
    for (RawSocket socket : List.copyOf(raw)) {
      taken |= socket.deliver(skb.packet(), in);
    }
    if (taken && skb.isTraced() && !isEchoRequest(skb.packet())) {
      skb.note(links, new Step.Delivered("a raw socket"));
    }
    return taken;
  }

  private static boolean isEchoRequest(Ipv4Packet packet) {
    return packet.payload() instanceof IcmpMessage message
        && message.type() == IcmpMessage.ECHO_REQUEST;
  }

  @Override
  public void deliverTcp(Skb skb) {
    boolean delivered = tcp.receive(skb.packet(), skb.trace());
    if (skb.isTraced()) {
      int port = ((TcpSegment) skb.packet().payload()).destinationPort();
      if (delivered) {
        skb.note(links, new Step.Delivered("TCP port " + port));
      } else {
        skb.drop(links, DropReason.NO_SOCKET, "no socket listens on TCP port " + port);
      }
    }
  }

  @Override
  public boolean deliverUdp(Skb skb, UdpDatagram datagram, Link in) {
    UdpSocket receiver = receiver(skb.packet(), datagram, in);
    if (receiver == null) {
      return false;
    }
    if (!receiver.deliver(skb.packet(), datagram)) {
      mib().count(Counter.UDP_IN_ERRORS);
      mib().count(Counter.UDP_RCVBUF_ERRORS);
      skb.drop(links, DropReason.SOCKET_RCVBUFF, "the socket's buffer is full");
    } else if (skb.isTraced()) {
      skb.note(links, new Step.Delivered("UDP port " + datagram.destinationPort()));
    }
    return true;
  }

  /** The most specific socket that accepts a datagram; null if there is none. */
  private @Nullable UdpSocket receiver(Ipv4Packet packet, UdpDatagram datagram, Link in) {
    UdpSocket best = null;
    for (UdpSocket each : udp) {
      if (each.accepts(packet, datagram, in)
          && (best == null || each.exactness() > best.exactness())) {
        best = each;
      }
    }
    return best;
  }

  @Override
  public void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl) {
    for (RawSocket socket : List.copyOf(raw)) {
      socket.report(error, about, offender, ttl);
    }
    if (about.protocol() == TcpSegment.PROTOCOL) {
      reportToTcp(error, about);
    }
    if (about.protocol() == UdpDatagram.PROTOCOL && error.type() != IcmpMessage.REDIRECT) {
      List.copyOf(udp).stream()
          .filter(socket -> socket.sent(about))
          .forEach(socket -> socket.report(error, about, offender, ttl));
    }
  }

  private void reportToTcp(IcmpMessage error, QuotedPacket about) {
    if (error.type() != IcmpMessage.DESTINATION_UNREACHABLE) {
      return;
    }
    switch (error.code()) {
      case IcmpMessage.FRAGMENTATION_NEEDED -> tcp.tooBig(about);
      case IcmpMessage.NET_UNREACHABLE -> tcp.error(about, Errno.ENETUNREACH);
      case IcmpMessage.PROTOCOL_UNREACHABLE -> tcp.error(about, Errno.ENOPROTOOPT);
      case IcmpMessage.PORT_UNREACHABLE -> tcp.error(about, Errno.ECONNREFUSED);
      default -> tcp.error(about, Errno.EHOSTUNREACH);
    }
  }
}
