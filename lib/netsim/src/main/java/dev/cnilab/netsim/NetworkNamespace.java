package dev.cnilab.netsim;

import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.NatHooks;
import dev.cnilab.netsim.ip.Ipv4;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.kernel.KernelLog;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Linkwatch;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.neighbor.NeighborCache;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.netsim.route.fib.RouteTable;
import dev.cnilab.netsim.route.fib.RoutingRules;
import dev.cnilab.netsim.socket.Sockets;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.tcp.Tcp;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A network stack of its own: links, addresses, routes, neighbors, filters and sockets. */
public final class NetworkNamespace implements AutoCloseable {
  private final String name;
  private final Kernel kernel;
  private final Sysctl sysctl;
  private final TableMemory memory;
  private final Netfilter netfilter = new Netfilter();
  private final Ipv4 ipv4;
  private final Links links;
  private final Sockets sockets;
  private final Tcp tcp;
  private final ConnectionTracking connections;
  private final IpSets sets;
  private final Iptables iptables;
  private final Ruleset nftables;
  private @Nullable Iptables ip6tables;
  private long lastTable;

  /** What the namespaces of a machine share. */
  private record Kernel(
      EventLoop loop, Linkwatch linkwatch, KernelLog log, NeighborCache neighbors) {}

  private NetworkNamespace(String name, Kernel kernel, Sysctl sysctl, TableMemory memory) {
    EventLoop loop = kernel.loop();
    KernelLog log = kernel.log();
    this.name = name;
    this.kernel = kernel;
    this.sysctl = sysctl;
    this.memory = memory;
    this.sets = new IpSets(loop::nanoTime, memory);
    Ipv4[] made = new Ipv4[1];
    this.links =
        new Links(
            name,
            loop,
            kernel.linkwatch(),
            sysctl,
            memory,
            madeFor -> made[0] = new Ipv4(madeFor, sysctl, netfilter, kernel.neighbors()));
    this.ipv4 = made[0];
    this.tcp = new Tcp(loop, new NamespaceTcpOutput(ipv4), sysctl, links.mib());
    this.sockets = new Sockets(links, ipv4, tcp, sysctl);
    this.connections = new ConnectionTracking(loop, sysctl, log, memory);
    MasqueradedConnections masqueraded = new MasqueradedConnections(connections);
    links.listeners().add(masqueraded);
    NamespaceSurroundings surroundings =
        new NamespaceSurroundings(loop, ipv4, sets, sysctl, log, memory, masqueraded);
    NatHooks translation = new NatHooks(netfilter, connections);
    this.iptables =
        Iptables.ofIpv4(netfilter, connections, translation, surroundings, this::nextTable);
    this.nftables = new Ruleset(netfilter, connections, translation, surroundings, this::nextTable);
    ipv4.setTransport(sockets);
  }

  /** The first namespace of a machine. */
  static NetworkNamespace ofMachine(String name, EventLoop loop, Linkwatch linkwatch) {
    KernelLog log = new KernelLog(loop);
    Sysctl sysctl = new Sysctl();
    NeighborCache neighbors = new NeighborCache(loop, sysctl, log);
    return new NetworkNamespace(
        name, new Kernel(loop, linkwatch, log, neighbors), sysctl, TableMemory.ofMachine());
  }

  /**
   * A further namespace of the same machine, as unshare(2) makes one: lo down, no addresses,
   * forwarding off.
   *
   * @param newName how traces and {@code ip link} call it
   */
  public NetworkNamespace unshare(String newName) {
    return new NetworkNamespace(newName, kernel, sysctl.unshare(), memory.unshare());
  }

  public String name() {
    return name;
  }

  /** The kernel log messages of this machine's network. */
  public KernelLog log() {
    return kernel.log();
  }

  public EventLoop loop() {
    return kernel.loop();
  }

  public Links links() {
    return links;
  }

  /** The policy routing rules, which choose a packet's routing table. */
  public RoutingRules rules() {
    return ipv4.fib().rules();
  }

  /** The main routing table, which {@code ip route} shows. */
  public RouteTable routes() {
    return ipv4.fib().main();
  }

  /** The routing table with this number, created if it does not exist. */
  public RouteTable routes(int table) {
    return ipv4.fib().table(table);
  }

  /** All routing tables by number. */
  public SortedMap<Integer, RouteTable> routeTables() {
    return ipv4.fib().tables();
  }

  /** The local routing table: this host's own and broadcast addresses. */
  public RouteTable localRoutes() {
    return ipv4.fib().local();
  }

  public NeighborTable neighbors() {
    return ipv4.neighbors();
  }

  public Netfilter netfilter() {
    return netfilter;
  }

  /** The tracked connections, which {@code conntrack -L} shows. */
  public ConnectionTracking connections() {
    return connections;
  }

  /** The tables that {@code iptables} shows. */
  public Iptables iptables() {
    return iptables;
  }

  /** The tables that {@code ip6tables} shows. */
  public Iptables ip6tables() {
    if (ip6tables == null) {
      ip6tables = Iptables.ofIpv6(memory, this::nextTable); // few namespaces ever use them
    }
    return ip6tables;
  }

  /** The tables that iptables or ip6tables shows and nft counts to a family; inet has none. */
  public Optional<Iptables> iptables(TableFamily family) {
    return switch (family) {
      case IP -> Optional.of(iptables);
      case IP6 -> Optional.of(ip6tables());
      case INET -> Optional.empty();
    };
  }

  private long nextTable() {
    return ++lastTable;
  }

  /** The tables that only {@code nft} shows, beside those of iptables. */
  public Ruleset nftables() {
    return nftables;
  }

  /** The sets that rules match against, which {@code ipset list} shows. */
  public IpSets sets() {
    return sets;
  }

  public Tcp tcp() {
    return tcp;
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

  /** Ends the namespace: deletes its links, a veth together with its peer, and its connections. */
  @Override
  public void close() {
    links.close();
    ipv4.neighbors().close();
    connections.forget(any -> true);
    memory.close();
  }
}
