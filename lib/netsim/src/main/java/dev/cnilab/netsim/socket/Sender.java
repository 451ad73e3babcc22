package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ip.OutputPath;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.packet.Ports;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds packets from a socket's data and options (net/ipv4/ip_output.c). */
final class Sender {
  private final Ipv4 ipv4;
  private final SocketOptions options;
  private final Consumer<SocketError> errors;
  private final SocketOwner owner = SocketOwner.current();

  /**
   * Creates a sender for one socket.
   *
   * @param errors receives errors of this host if the socket wants to read them
   */
  Sender(Ipv4 ipv4, SocketOptions options, Consumer<SocketError> errors) {
    this.ipv4 = ipv4;
    this.options = options;
    this.errors = errors;
  }

  /** The user who opened the socket. */
  SocketOwner owner() {
    return owner;
  }

  /** The path of a packet with these ports; 0 for a protocol that has none. */
  OutputPath pathTo(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      int protocol,
      int sourcePort,
      int destinationPort) {
    return ipv4.pathTo(
        destination,
        source,
        options.device(),
        new FlowTraits(
            options.mark(), options.tos(), protocol, sourcePort, destinationPort, owner.user()));
  }

  /** Like {@link #pathTo}, but for a broadcast address the socket needs SO_BROADCAST. */
  OutputPath permittedPathTo(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      int protocol,
      int sourcePort,
      int destinationPort) {
    OutputPath path = pathTo(destination, source, protocol, sourcePort, destinationPort);
    if (path.isBroadcast() && !options.broadcasts()) {
      throw new ErrnoException(Errno.EACCES);
    }
    return path;
  }

  void send(
      Ipv4Address destination,
      @Nullable Ipv4Address source,
      Ipv4Payload payload,
      @Nullable TraceRecorder trace) {
    OutputPath path =
        permittedPathTo(
            destination,
            source,
            payload.protocol(),
            Math.max(0, Ports.source(payload)),
            Math.max(0, Ports.destination(payload)));
    int length = Ipv4Packet.HEADER + payload.length();
    int limit = limit(path);
    if (length > limit) {
      if (options.receivesErrors()) {
        errors.accept(SocketError.tooLong(Math.min(path.mtu(), limit)));
      }
      throw new ErrnoException(Errno.EMSGSIZE);
    }
    boolean whole = mustStayWhole(path, length);
    Ipv4Packet packet =
        new Ipv4Packet(
            options.tos(),
            neverDivided() ? 0 : path.nextIdentification(),
            whole ? Fragment.DONT : Fragment.WHOLE,
            options.ttl() == 0 ? path.defaultTtl() : options.ttl(),
            source == null || source.isAny() ? path.source() : source,
            destination,
            payload);
    Errno error = path.send(packet, options.mark(), owner, trace);
    if (error == Errno.ENOBUFS && !options.receivesErrors()) {
      return; // A full link is reported only to sockets that asked for errors.
    }
    if (error != null) {
      throw new ErrnoException(error);
    }
  }

  /** The maximum length of a packet, in bytes. */
  private int limit(OutputPath path) {
    return switch (options.pathMtuDiscovery()) {
      case DONT, WANT -> Ipv4Packet.MAX_LENGTH;
      case DO -> path.mtu();
      case PROBE -> linkMtu(path.device());
    };
  }

  private static int linkMtu(Link link) {
    return Math.min(link.mtu(), Ipv4Packet.MAX_LENGTH);
  }

  /** Whether this host never fragments the packets, so that they need no identification. */
  private boolean neverDivided() {
    return switch (options.pathMtuDiscovery()) {
      case DONT, WANT -> false;
      case DO, PROBE -> true;
    };
  }

  private boolean mustStayWhole(OutputPath path, int length) {
    return switch (options.pathMtuDiscovery()) {
      case DONT -> false;
      case WANT -> length <= path.mtu() && !path.mayFragmentOnly();
      case DO, PROBE -> true;
    };
  }
}
