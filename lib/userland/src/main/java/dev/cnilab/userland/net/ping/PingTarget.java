package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.SocketOptions;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import org.jspecify.annotations.Nullable;

/**
 * The target of ping, and the socket it uses (ping4_run).
 *
 * @param host its name in the output
 * @param source the source address of requests
 */
record PingTarget(String host, Ipv4Address address, Ipv4Address source, RawSocket socket)
    implements AutoCloseable {
  private static final int ERROR = 2;
  private static final int PROBED_PORT = 1025;

  /** Resolves the address and prepares a socket. */
  static PingTarget open(Process process, PingOptions options) {
    if (options.verbose) {
      String both = "4 (socktype: SOCK_RAW), hints.ai_family: AF_UNSPEC";
      process
          .err()
          .println(
              "ping: sock4.fd: 3 (socktype: SOCK_RAW), sock6.fd: "
                  + (options.onlyIpv4 ? "-1 (socktype: 0), hints.ai_family: AF_INET" : both)
                  + "\n");
    }
    Resolver.Answer found = resolve(process, options);
    NetworkNamespace network = process.network();
    Link device = options.device == null ? null : device(network, options.device);
    Ipv4Address source = options.source;
    if (source == null) {
      source = probe(process, options, found.address(), device);
    }
    RawSocket socket = socket(network);
    Ipv4Address address = found.address().isAny() ? source : found.address();
    set(socket.options(), options, device);
    if (options.source != null) {
      bind(socket, source);
    }
    return new PingTarget(found.name(), address, source, socket);
  }

  private static RawSocket socket(NetworkNamespace network) {
    try {
      return network.sockets().raw(IcmpMessage.PROTOCOL);
    } catch (ErrnoException refused) {
      throw CommandFailure.of(
          2,
          "ping: socktype: SOCK_RAW\nping: socket: %s\nping: => missing cap_net_raw+p capability or setuid?"
              .formatted(refused.errno().text()));
    }
  }

  private static Resolver.Answer resolve(Process process, PingOptions options) {
    boolean isIpv6 = options.target.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    if (isIpv6 && !options.onlyIpv4) {
      // No link has an IPv6 route, but every address of this host would be reached by lo.
      Errno refused = options.target.equals("::1") ? Errno.EADDRNOTAVAIL : Errno.ENETUNREACH;
      throw error("connect: " + refused.text());
    }
    try {
      if (isIpv6 || (options.onlyIpv6 && isFound(process, options.target))) {
        throw error(options.target + ": Address family for hostname not supported");
      }
      return new Resolver(process).find(options.target);
    } catch (LookupFailure failed) {
      throw error(options.target + ": " + failed.getMessage());
    }
  }

  private static boolean isFound(Process process, String name) throws LookupFailure {
    new Resolver(process).find(name);
    return true;
  }

  private static Link device(NetworkNamespace network, String name) {
    return network
        .links()
        .find(name)
        .orElseThrow(() -> error("SO_BINDTODEVICE " + name + ": " + Errno.ENODEV.text()));
  }

  /** The source address on the route to a UDP port of the target. */
  private static Ipv4Address probe(
      Process process, PingOptions options, Ipv4Address to, @Nullable Link device) {
    try (UdpSocket probe = process.network().sockets().udp()) {
      probe.options().device(device).tos(options.tos).mark((int) options.mark);
      connect(probe, to, options, process);
      Ipv4Address source = probe.localAddress();
      if (device != null
          && device.addresses().stream().noneMatch(each -> each.address().equals(source))) {
        process
            .err()
            .println(
                "ping: Warning: source address might be selected on device other than: "
                    + device.name());
      }
      return source;
    }
  }

  private static void connect(
      UdpSocket probe, Ipv4Address to, PingOptions options, Process process) {
    try {
      probe.connect(to, PROBED_PORT);
    } catch (ErrnoException refused) {
      if (refused.errno() != Errno.EACCES) {
        throw error("connect: " + refused.errno().text());
      }
      if (!options.broadcast) {
        throw error(
            "Do you want to ping broadcast? Then -b. If not, check your local firewall rules");
      }
      process.err().println("WARNING: pinging broadcast address");
      probe.options().broadcast();
      connectAgain(probe, to);
    }
  }

  private static void connectAgain(UdpSocket probe, Ipv4Address to) {
    try {
      probe.connect(to, PROBED_PORT);
    } catch (ErrnoException refused) {
      throw error("connect: " + refused.errno().text());
    }
  }

  private static void set(SocketOptions socket, PingOptions options, @Nullable Link device) {
    socket.receiveErrors().device(device).tos(options.tos).mark((int) options.mark);
    if (options.pathMtuDiscovery != null) {
      socket.pathMtuDiscovery(options.pathMtuDiscovery);
    }
    if (options.ttl > 0) {
      socket.ttl(options.ttl);
    }
    if (options.broadcast) {
      socket.broadcast();
    }
  }

  private static void bind(RawSocket socket, Ipv4Address source) {
    try {
      socket.bind(source);
    } catch (ErrnoException refused) {
      socket.close();
      throw error("bind: " + refused.errno().text());
    }
  }

  private static CommandFailure error(String message) {
    return CommandFailure.of(ERROR, "ping: " + message);
  }

  @Override
  public void close() {
    socket.close();
  }
}
