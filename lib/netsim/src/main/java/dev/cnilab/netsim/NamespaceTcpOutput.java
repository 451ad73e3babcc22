package dev.cnilab.netsim;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ip.OutputPath;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.tcp.TcpOutput;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** The IPv4 output that TCP uses. */
record NamespaceTcpOutput(Ipv4 ipv4) implements TcpOutput {
  private static final int SMALLEST_MTU = 68;

  @Override
  public void send(Ipv4Packet packet, @Nullable TraceRecorder trace) {
    OutputPath path = ipv4.pathTo(packet.destination(), packet.source(), null);
    Errno error = path.send(packet.withTtl(path.defaultTtl()), 0, trace);
    if (error != null && error != Errno.ENOBUFS) {
      throw new ErrnoException(error);
    }
  }

  @Override
  public Ipv4Address sourceTo(Ipv4Address destination) {
    return ipv4.pathTo(destination, null, null).source();
  }

  @Override
  public int mtuTo(Ipv4Address destination) {
    try {
      return ipv4.pathTo(destination, null, null).mtu();
    } catch (ErrnoException noRoute) {
      return SMALLEST_MTU; // nothing will be sent, whatever the size
    }
  }

  @Override
  public boolean isLocal(Ipv4Address address) {
    return ipv4.isLocal(address);
  }
}
