package dev.cnilab.netsim;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ip.OutputPath;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpOutput;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** The IPv4 output that TCP uses. */
record NamespaceTcpOutput(Ipv4 ipv4) implements TcpOutput {
  private static final int SMALLEST_MTU = 68;

  @Override
  public void send(Ipv4Packet packet, @Nullable SocketOwner owner, @Nullable TraceRecorder trace) {
    OutputPath path =
        ipv4.pathTo(packet.destination(), packet.source(), null, FlowTraits.of(packet, 0, owner));
    Errno error = path.send(packet.withTtl(path.defaultTtl()), 0, owner, trace);
    if (error != null && error != Errno.ENOBUFS) {
      throw new ErrnoException(error);
    }
  }

  @Override
  public Ipv4Address sourceTo(Endpoint from, Endpoint peer, SocketOwner owner) {
    return pathTo(from, peer, owner).source();
  }

  @Override
  public int mtuTo(Endpoint local, Endpoint peer, SocketOwner owner) {
    try {
      return pathTo(local, peer, owner).mtu();
    } catch (ErrnoException noRoute) {
      return SMALLEST_MTU; // nothing will be sent, whatever the size
    }
  }

  private OutputPath pathTo(Endpoint from, Endpoint peer, SocketOwner owner) {
    return ipv4.pathTo(
        peer.address(),
        from.address(),
        null,
        new FlowTraits(0, 0, TcpSegment.PROTOCOL, from.port(), peer.port(), owner.user()));
  }

  @Override
  public boolean isLocal(Ipv4Address address) {
    return ipv4.isLocal(address);
  }
}
