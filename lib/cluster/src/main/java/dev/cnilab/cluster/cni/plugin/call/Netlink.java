package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.route.RouteRequest;

/** What plugins request from the kernel, with their error messages. */
public final class Netlink {
  private Netlink() {}

  /** Adds an address with its broadcast address, as the netlink library does. */
  public static void addAddress(Link link, Ipv4Prefix address) {
    Ipv4Address broadcast = address.length() < 31 ? address.broadcast() : null;
    link.inet().add(address, LinkAddress.Scope.GLOBAL, broadcast);
  }

  /** {@code ipam.ConfigureIface}: addresses, link up, routes. */
  public static void configure(NetworkNamespace netns, Link link, CniResult result)
      throws CniException {
    String gateway = "";
    for (CniResult.IpConfig ip : result.ips()) {
      try {
        addAddress(link, Ipv4Prefix.parse(ip.address()));
      } catch (ErrnoException refused) {
        throw new CniException(
            "failed to add IP addr %s to \"%s\": %s"
                .formatted(ip.address(), link.name(), GoText.errno(refused)));
      }
      gateway = gateway.isEmpty() ? ip.gateway() : gateway;
    }
    link.setUp();
    for (CniResult.Route route : result.routes()) {
      addRoute(netns, link, route, route.gateway().isEmpty() ? gateway : route.gateway());
    }
  }

  private static void addRoute(
      NetworkNamespace netns, Link link, CniResult.Route route, String gateway)
      throws CniException {
    RouteRequest request = RouteRequest.to(Ipv4Prefix.parse(route.destination()));
    request = gateway.isEmpty() ? request.dev(link) : request.via(Ipv4Address.parse(gateway), link);
    try {
      netns.routes().add(request);
    } catch (ErrnoException refused) {
      if (refused.errno() != Errno.EEXIST) {
        Ipv4Prefix destination = Ipv4Prefix.parse(route.destination());
        throw new CniException(
            "failed to add route '{%s %08x} via %s dev %s metric 0 (Scope: universe, Table: 0)': %s"
                .formatted(
                    destination.address(),
                    destination.mask(),
                    gateway.isEmpty() ? "<nil>" : gateway,
                    link.name(),
                    GoText.errno(refused)));
      }
    }
  }
}
