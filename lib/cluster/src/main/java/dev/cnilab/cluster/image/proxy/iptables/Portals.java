package dev.cnilab.cluster.image.proxy.iptables;

import static dev.cnilab.cluster.image.proxy.iptables.Matches.comment;

import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.cluster.image.proxy.service.EndpointChoice;
import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.ArrayList;
import java.util.List;

/** The rules in the common chains that lead packets to one port of a Service, or refuse them. */
final class Portals {
  private final Table filter;
  private final Table nat;
  private final NodePortEntries nodePorts;
  private final ProxiedPort proxied;
  private final ServicePort port;
  private final EndpointChoice choice;
  private final List<PlacedRule> rules = new ArrayList<>();

  /** The rules for a port whose own chains exist, in the tables of one address family. */
  Portals(Iptables tables, NodePortEntries nodePorts, ProxiedPort proxied) {
    this.filter = tables.table(TableName.FILTER);
    this.nat = tables.table(TableName.NAT);
    this.nodePorts = nodePorts;
    this.proxied = proxied;
    this.port = proxied.port();
    this.choice = proxied.choice();
  }

  /** The rules in their order. */
  List<PlacedRule> rules() {
    enter();
    return List.copyOf(rules);
  }

  private void enter() {
    if (choice.serves(port.internalPolicy())) {
      add(
          nat,
          CommonChains.SERVICES,
          Matches.portal(port, port.clusterIp(), port + " cluster IP"),
          PlacedRule.jump(nat, port.chain(port.internalPolicy())));
    } else {
      add(
          filter,
          CommonChains.SERVICES,
          Matches.portal(port, port.clusterIp(), proxied.lack()),
          proxied.refusal());
    }
    port.externalIps().forEach(address -> enter(address, " external IP", port.externalChain()));
    port.loadBalancerIps().forEach(address -> enterByLoadBalancer(address));
    if (port.nodePort() > 0) {
      enterByNodePort();
    }
    if (port.healthCheckPort() > 0) {
      acceptHealthChecks();
    }
  }

  private void enterByLoadBalancer(Ipv4Address address) {
    if (!port.usesFirewall()) {
      enter(address, " loadbalancer IP", port.externalChain());
      return;
    }
    enter(address, " loadbalancer IP", port.firewallChain());
    if (choice.any()) {
      String words = port + " traffic not accepted by " + port.firewallChain();
      add(filter, CommonChains.FIREWALL, Matches.portal(port, address, words), new Target.Drop());
    }
  }

  private void enter(Ipv4Address address, String kind, String chain) {
    if (choice.any()) {
      add(
          nat,
          CommonChains.SERVICES,
          Matches.portal(port, address, port + kind),
          PlacedRule.jump(nat, chain));
    }
    if (!choice.serves(port.externalPolicy())) {
      add(
          filter,
          CommonChains.EXTERNAL,
          Matches.portal(port, address, proxied.lack()),
          proxied.refusal());
    }
  }

  private void enterByNodePort() {
    Match protocol = Matches.protocol(port);
    Match number = Matches.destination(port, port.nodePort());
    if (choice.any()) {
      Target external = PlacedRule.jump(nat, port.externalChain());
      Match name = comment(port.toString());
      if (nodePorts.isAtLocalhost()) {
        add(
            nat,
            CommonChains.NODE_PORTS,
            List.of(
                new PacketMatch.Destination(NodePortAddresses.LOOPBACK),
                protocol,
                name,
                number,
                new Match.Accounted("localhost_nps_accepted_pkts")),
            external);
      }
      add(nat, CommonChains.NODE_PORTS, List.of(protocol, name, number), external);
    }
    if (!choice.serves(port.externalPolicy())) {
      add(
          filter,
          CommonChains.EXTERNAL,
          List.of(
              protocol, comment(proxied.lack()), Matches.local(Translation.DESTINATION), number),
          proxied.refusal());
    }
  }

  private void acceptHealthChecks() {
    add(
        filter,
        CommonChains.NODE_PORTS,
        List.of(
            new PacketMatch.Protocol(TcpSegment.PROTOCOL),
            comment(port + " health check node port"),
            new TransportMatch.DestinationPort("tcp", PortRange.of(port.healthCheckPort()))),
        new Target.Accept());
  }

  private void add(Table table, String chain, List<Match> matches, Target target) {
    rules.add(new PlacedRule(table, chain, matches, target));
  }
}
