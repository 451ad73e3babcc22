package dev.cnilab.cluster.cni.plugin.meta;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult.IpConfig;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleEffect;
import dev.cnilab.netsim.route.RuleSelector;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.List;

/**
 * The routes of a link, moved to tables that apply to packets from its addresses.
 *
 * @param originals the routes of the link in the table main
 * @param gateway instead of those of the addresses; empty for none
 */
record SourceRoutes(NetworkNamespace netns, Link link, List<Route> originals, String gateway) {
  private static final int FIRST_TABLE = 100;

  static SourceRoutes of(NetworkNamespace netns, Link link, String gateway) {
    List<Route> originals =
        netns.routes().list().stream()
            .filter(route -> route.nextHops().stream().anyMatch(hop -> hop.device() == link))
            .toList();
    return new SourceRoutes(netns, link, originals, gateway);
  }

  /** The address as a host prefix. */
  static Ipv4Prefix host(IpConfig ip) {
    return Ipv4Prefix.of(Ipv4Prefix.parse(ip.address()).address());
  }

  /** Makes packets from an address use a table. */
  static void addRule(NetworkNamespace netns, Ipv4Prefix from, int table) throws CniException {
    try {
      netns
          .rules()
          .addAtDefaultPriority(
              new RoutingRule(0, RuleSelector.from(from), RuleEffect.Lookup.in(table), 0));
    } catch (ErrnoException refused) {
      throw new CniException("Failed to add rule: " + GoText.errno(refused));
    }
  }

  /** Gives each address its own table, with the default route and the link's routes. */
  void copy(List<IpConfig> addresses) throws CniException {
    for (IpConfig ip : addresses) {
      int table = freeTable();
      addRule(netns, host(ip), table);
      addDefault(gateway.isEmpty() ? ip.gateway() : gateway, table);
      Ipv4Prefix subnet = Ipv4Prefix.parse(ip.address());
      for (Route route : originals) {
        if (isOf(route, subnet)) {
          copy(route, table);
        }
      }
    }
  }

  private int freeTable() {
    int table = FIRST_TABLE;
    while (isTaken(table)) {
      table++;
    }
    return table;
  }

  private boolean isTaken(int table) {
    return netns.rules().list().stream().anyMatch(rule -> rule.table() == table);
  }

  private void addDefault(String router, int table) throws CniException {
    if (router.isEmpty()) {
      return;
    }
    try {
      netns
          .routes(table)
          .add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(Ipv4Address.parse(router), link));
    } catch (ErrnoException refused) {
      throw new CniException(
          "Failed to add default route to %s: %s".formatted(router, GoText.errno(refused)));
    }
  }

  /** A route without addresses belongs to every subnet. */
  private static boolean isOf(Route route, Ipv4Prefix subnet) {
    Ipv4Address source = route.preferredSource();
    Ipv4Address router = route.nextHops().getFirst().gateway();
    return (source == null && router == null)
        || (source != null && subnet.contains(source))
        || (router != null && subnet.contains(router));
  }

  private void copy(Route route, int table) throws CniException {
    try {
      netns.routes(table).replace(request(route));
    } catch (ErrnoException refused) {
      throw new CniException("Failed to readd route: " + GoText.errno(refused));
    }
  }

  private RouteRequest request(Route route) {
    RouteRequest request =
        RouteRequest.to(route.destination())
            .type(route.type())
            .scope(route.scope())
            .protocol(route.protocol())
            .metric(route.metric())
            .metrics(route.metrics());
    if (route.preferredSource() != null) {
      request.source(route.preferredSource());
    }
    NextHop hop = route.nextHops().getFirst();
    return hop.gateway() == null ? request.dev(link) : request.via(hop.gateway(), link);
  }

  /** Keeps the subnets in the table main, each with its address as the source hint. */
  void hint(List<IpConfig> addresses) {
    for (IpConfig ip : addresses) {
      Ipv4Prefix subnet = Ipv4Prefix.parse(ip.address());
      netns
          .routes()
          .replace(
              RouteRequest.to(subnet.network())
                  .dev(link)
                  .source(subnet.address())
                  .scope(Scope.LINK));
    }
    for (Route route : originals) {
      if (route.scope() != Scope.LINK) {
        netns.routes().delete(request(route));
      }
    }
  }

  void deleteOriginals() throws CniException {
    for (Route route : originals) {
      try {
        netns.routes().delete(request(route));
      } catch (ErrnoException refused) {
        throw new CniException("Failed to delete route: " + GoText.errno(refused));
      }
    }
  }
}
