package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniAddress;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.route.fib.Fib;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Process;

/** What plugins request from the kernel, with their error messages. */
public final class Netlink {
  private Netlink() {}

  /** Adds an address with its broadcast address, as the netlink library does. */
  public static void addAddress(Link link, Ipv4Prefix address) {
    Ipv4Address broadcast = address.length() < 31 ? address.broadcast() : null;
    link.inet().add(address, LinkAddress.Scope.GLOBAL, broadcast);
  }

  /**
   * {@code ipam.ConfigureIface}: addresses, link up, routes.
   *
   * @param process the plugin's; others run in between
   */
  public static void configure(Process process, NetworkNamespace netns, Link link, CniResult result)
      throws CniException {
    String gateway = "";
    for (CniResult.IpConfig ip : result.ips()) {
      process.preempt();
      try {
        addAddress(link, CniAddress.cidr(ip.address()));
      } catch (ErrnoException refused) {
        throw new CniException(
            "failed to add IP addr %s to \"%s\": %s"
                .formatted(ip.address(), link.name(), GoText.errno(refused)));
      }
      gateway = gateway.isEmpty() ? ip.gateway() : gateway;
    }
    link.setUp();
    for (CniRoute route : result.routes()) {
      process.preempt();
      addRoute(netns, link, route, route.gateway().isEmpty() ? gateway : route.gateway());
    }
  }

  /**
   * Like the real one, it passes {@code mtu} and {@code advmss} on in the result, and no further.
   */
  private static void addRoute(NetworkNamespace netns, Link link, CniRoute route, String gateway)
      throws CniException {
    Ipv4Prefix destination = CniAddress.cidr(route.destination()).network();
    RouteScope scope = RouteScope.of(route);
    int metric = route.option("priority").orElse(0);
    int table = route.option("table").orElse(0);
    RouteRequest request = RouteRequest.to(destination).metric(metric).scope(scope.value());
    request = gateway.isEmpty() ? request.dev(link) : request.via(CniAddress.ip(gateway), link);
    try {
      netns.routes(table == 0 ? Fib.MAIN : table).add(request);
    } catch (ErrnoException refused) {
      if (refused.errno() != Errno.EEXIST) {
        throw new CniException(
            "failed to add route '{%s %08x} via %s dev %s metric %d (Scope: %s, Table: %d)': %s"
                .formatted(
                    destination.address(),
                    destination.mask(),
                    gateway.isEmpty() ? "<nil>" : gateway,
                    link.name(),
                    metric,
                    scope.label(),
                    table,
                    GoText.errno(refused)));
      }
    }
  }
}
