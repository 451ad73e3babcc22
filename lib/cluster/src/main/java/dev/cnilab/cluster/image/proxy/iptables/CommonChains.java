package dev.cnilab.cluster.image.proxy.iptables;

import static dev.cnilab.cluster.image.proxy.service.Matches.comment;

import dev.cnilab.cluster.image.proxy.service.EndpointChoice;
import dev.cnilab.cluster.image.proxy.service.Matches;
import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.List;
import java.util.Set;

/** The chains that exist once on a node: where packets enter, and what applies to all Services. */
final class CommonChains {
  private static final String SERVICES = "KUBE-SERVICES";
  private static final String NODE_PORTS = "KUBE-NODEPORTS";
  private static final String EXTERNAL = "KUBE-EXTERNAL-SERVICES";
  private static final String FORWARD = "KUBE-FORWARD";
  private static final String FIREWALL = "KUBE-PROXY-FIREWALL";
  private static final String KUBELETS_FIREWALL = "KUBE-FIREWALL";
  private static final String POSTROUTING = "KUBE-POSTROUTING";
  private static final Match NEW =
      new KnowledgeMatch.ConnectionState(Set.of(KnowledgeMatch.ConnectionState.Name.NEW));

  private final Table filter;
  private final Table nat;

  private final NodePortEntries nodePorts;

  /** The chains of a node, in the tables of one address family. */
  CommonChains(Iptables tables, NodePortEntries nodePorts) {
    this.filter = tables.table(TableName.FILTER);
    this.nat = tables.table(TableName.NAT);
    this.nodePorts = nodePorts;
  }

  /** The entry rules, the last first, as each one is inserted at the top. */
  private List<EntryRule> entries() {
    String visible = "kubernetes externally-visible service portals";
    String portals = "kubernetes service portals";
    String firewall = "kubernetes load balancer firewall";
    List<Match> whenNew = List.of(NEW);
    return List.of(
        new EntryRule(filter, EXTERNAL, "INPUT", visible, whenNew),
        new EntryRule(filter, EXTERNAL, "FORWARD", visible, whenNew),
        new EntryRule(
            filter, NODE_PORTS, "INPUT", "kubernetes health check service ports", List.of()),
        new EntryRule(filter, SERVICES, "FORWARD", portals, whenNew),
        new EntryRule(filter, SERVICES, "OUTPUT", portals, whenNew),
        new EntryRule(filter, FORWARD, "FORWARD", "kubernetes forwarding rules", List.of()),
        new EntryRule(filter, FIREWALL, "INPUT", firewall, whenNew),
        new EntryRule(filter, FIREWALL, "OUTPUT", firewall, whenNew),
        new EntryRule(filter, FIREWALL, "FORWARD", firewall, whenNew),
        new EntryRule(nat, SERVICES, "OUTPUT", portals, List.of()),
        new EntryRule(nat, SERVICES, "PREROUTING", portals, List.of()),
        new EntryRule(nat, POSTROUTING, "POSTROUTING", "kubernetes postrouting rules", List.of()));
  }

  /** Creates the chains and the rules that lead packets into them. */
  void ensureEntries() {
    entries().forEach(EntryRule::ensure);
    nat.ensureChain(NODE_PORTS);
    nat.ensureChain(ServiceChains.MARK_MASQ);
    ensureKubelets();
  }

  /** A kubelet's entries, in case it has not made them yet; those of IPv6 it never makes. */
  private void ensureKubelets() {
    Target firewall = jump(filter, KUBELETS_FIREWALL);
    for (String entry : List.of("INPUT", "OUTPUT")) {
      filter.ensureChain(entry).ensureFirst(new Rule(List.of(), firewall));
    }
  }

  /** Deletes the chains, and the rules that lead into them. */
  void delete() {
    entries().forEach(EntryRule::delete);
    for (String name : List.of(SERVICES, EXTERNAL, FORWARD, NODE_PORTS, FIREWALL)) {
      filter.chain(name).ifPresent(chain -> empty(filter, chain));
    }
    for (String name : List.of(SERVICES, NODE_PORTS, POSTROUTING)) {
      nat.chain(name).ifPresent(Chain::flush);
    }
  }

  /** Deletes the chains that Services' chains jump to; the latter must be deleted first. */
  void deleteShared() {
    for (String name : List.of(SERVICES, NODE_PORTS, POSTROUTING, ServiceChains.MARK_MASQ)) {
      nat.chain(name).ifPresent(chain -> empty(nat, chain));
    }
  }

  private static void empty(Table table, Chain chain) {
    chain.flush();
    table.deleteChain(chain.name());
  }

  /** Rewrites them for these ports. */
  void write(List<ProxiedPort> ports) {
    for (String name : List.of(SERVICES, EXTERNAL, NODE_PORTS, FORWARD, FIREWALL)) {
      filter.ensureChain(name).flush();
    }
    for (String name : List.of(SERVICES, NODE_PORTS, POSTROUTING, ServiceChains.MARK_MASQ)) {
      nat.ensureChain(name).flush();
    }
    masquerade();
    ports.forEach(this::enter);
    enterByNodePorts();
    forward();
  }

  /** Packets to the node's addresses; {@code writeIPTablesRules} ends with these rules. */
  private void enterByNodePorts() {
    Target ports = jump(nat, NODE_PORTS);
    nodePorts.conditions().forEach(condition -> add(nat, SERVICES, condition, ports));
  }

  private void masquerade() {
    KnowledgeMatch.Mark marked = Matches.MASQUERADE;
    add(nat, POSTROUTING, List.of(new Match.Not(marked)), new Target.Return());
    add(nat, POSTROUTING, List.of(), new Target.Mark(marked.value(), 0));
    add(
        nat,
        POSTROUTING,
        List.of(comment("kubernetes service traffic requiring SNAT")),
        new Target.Masquerade(true));
    add(nat, ServiceChains.MARK_MASQ, List.of(), new Target.Mark(marked.value(), marked.mask()));
  }

  private void forward() {
    Match invalid =
        new KnowledgeMatch.ConnectionState(Set.of(KnowledgeMatch.ConnectionState.Name.INVALID));
    Match known =
        new KnowledgeMatch.ConnectionState(
            Set.of(
                KnowledgeMatch.ConnectionState.Name.RELATED,
                KnowledgeMatch.ConnectionState.Name.ESTABLISHED));
    add(
        filter,
        FORWARD,
        List.of(invalid, new Match.Accounted("ct_state_invalid_dropped_pkts")),
        new Target.Drop());
    add(
        filter,
        FORWARD,
        List.of(comment("kubernetes forwarding rules"), Matches.MASQUERADE),
        new Target.Accept());
    add(
        filter,
        FORWARD,
        List.of(comment("kubernetes forwarding conntrack rule"), known),
        new Target.Accept());
  }

  private void enter(ProxiedPort proxied) {
    ServicePort port = proxied.port();
    EndpointChoice choice = proxied.choice();
    if (choice.serves(port.internalPolicy())) {
      add(
          nat,
          SERVICES,
          Matches.portal(port, port.clusterIp(), port + " cluster IP"),
          jump(nat, port.chain(port.internalPolicy())));
    } else {
      add(
          filter,
          SERVICES,
          Matches.portal(port, port.clusterIp(), proxied.lack()),
          proxied.refusal());
    }
    port.externalIps()
        .forEach(address -> enter(proxied, address, " external IP", port.externalChain()));
    port.loadBalancerIps().forEach(address -> enterByLoadBalancer(proxied, address));
    if (port.nodePort() > 0) {
      enterByNodePort(proxied);
    }
    if (port.healthCheckPort() > 0) {
      acceptHealthChecks(port);
    }
  }

  private void enterByLoadBalancer(ProxiedPort proxied, Ipv4Address address) {
    ServicePort port = proxied.port();
    if (!port.usesFirewall()) {
      enter(proxied, address, " loadbalancer IP", port.externalChain());
      return;
    }
    enter(proxied, address, " loadbalancer IP", port.firewallChain());
    if (proxied.choice().any()) {
      String words = port + " traffic not accepted by " + port.firewallChain();
      add(filter, FIREWALL, Matches.portal(port, address, words), new Target.Drop());
    }
  }

  private void enter(ProxiedPort proxied, Ipv4Address address, String kind, String chain) {
    ServicePort port = proxied.port();
    if (proxied.choice().any()) {
      add(nat, SERVICES, Matches.portal(port, address, port + kind), jump(nat, chain));
    }
    if (!proxied.choice().serves(port.externalPolicy())) {
      add(filter, EXTERNAL, Matches.portal(port, address, proxied.lack()), proxied.refusal());
    }
  }

  private void enterByNodePort(ProxiedPort proxied) {
    ServicePort port = proxied.port();
    Match protocol = Matches.protocol(port);
    Match number = Matches.destination(port, port.nodePort());
    if (proxied.choice().any()) {
      Target external = jump(nat, port.externalChain());
      Match name = comment(port.toString());
      if (nodePorts.isAtLocalhost()) {
        add(
            nat,
            NODE_PORTS,
            List.of(
                new PacketMatch.Destination(Matches.LOOPBACK),
                protocol,
                name,
                number,
                new Match.Accounted("localhost_nps_accepted_pkts")),
            external);
      }
      add(nat, NODE_PORTS, List.of(protocol, name, number), external);
    }
    if (!proxied.choice().serves(port.externalPolicy())) {
      add(
          filter,
          EXTERNAL,
          List.of(
              protocol, comment(proxied.lack()), Matches.local(Translation.DESTINATION), number),
          proxied.refusal());
    }
  }

  private void acceptHealthChecks(ServicePort port) {
    add(
        filter,
        NODE_PORTS,
        List.of(
            new PacketMatch.Protocol(TcpSegment.PROTOCOL),
            comment(port + " health check node port"),
            new TransportMatch.DestinationPort("tcp", PortRange.of(port.healthCheckPort()))),
        new Target.Accept());
  }

  private static Target jump(Table table, String chain) {
    return new Target.Jump(table.ensureChain(chain));
  }

  private static void add(Table table, String chain, List<Match> matches, Target target) {
    table.ensureChain(chain).append(new Rule(matches, target));
  }
}
