package dev.cnilab.cluster.cni.plugin.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.NatTable;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Translation;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.KnowledgeMatch;
import dev.cnilab.netsim.iptables.Match;
import dev.cnilab.netsim.iptables.PacketMatch;
import dev.cnilab.netsim.iptables.PortRange;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.TransportMatch;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of {@code portmap}: connections to a node's port go to the container's port. */
final class HostPorts {
  private static final int MASQ_MARK = 0x2000;

  private final CmdArgs args;
  private final NatTable nat;

  HostPorts(CmdArgs args) {
    this.args = args;
    this.nat = NatTable.of(args.host());
  }

  /** An entry of {@code portMappings}. */
  private record Mapping(int hostPort, int containerPort, String protocol, String hostIp) {
    static Mapping of(JsonNode json) {
      return new Mapping(
          json.path("HostPort").asInt(),
          json.path("ContainerPort").asInt(),
          json.path("Protocol").asText("tcp"),
          json.path("HostIP").asText(""));
    }

    /** The matches that all packets to the port share, followed by {@code more}. */
    List<Match> with(Match... more) {
      List<Match> matches = new ArrayList<>(List.of(more));
      if (!hostIp.isEmpty() && !hostIp.equals("0.0.0.0")) {
        matches.add(new PacketMatch.Destination(Ipv4Prefix.of(Ipv4Address.parse(hostIp))));
      }
      matches.add(new PacketMatch.Protocol(Protocols.number(protocol)));
      matches.add(new TransportMatch.DestinationPort(protocol, PortRange.of(hostPort)));
      return matches;
    }
  }

  /** Forwards the ports to a container's address. */
  void forward(JsonNode portMappings, Ipv4Prefix container) {
    Chain setMark = nat.chain("CNI-HOSTPORT-SETMARK");
    NatTable.ensure(
        setMark,
        List.of(new Match.Comment("CNI portfwd masquerade mark")),
        new Target.Mark(MASQ_MARK, MASQ_MARK));
    Chain masquerade = nat.chain("CNI-HOSTPORT-MASQ");
    NatTable.ensure(
        masquerade,
        List.of(new KnowledgeMatch.Mark(MASQ_MARK, MASQ_MARK)),
        new Target.Masquerade(false));
    NatTable.ensureFirst(
        nat.chain("POSTROUTING"),
        List.of(new Match.Comment("CNI portfwd requiring masquerade")),
        new Target.Jump(masquerade));
    Chain all = nat.chain("CNI-HOSTPORT-DNAT");
    for (String entry : List.of("PREROUTING", "OUTPUT")) {
      NatTable.ensure(
          nat.chain(entry),
          List.of(new KnowledgeMatch.AddressType(Translation.DESTINATION, RouteType.LOCAL)),
          new Target.Jump(all));
    }
    List<Mapping> mappings = new ArrayList<>();
    portMappings.forEach(json -> mappings.add(Mapping.of(json)));
    enter(all, mappings);
    mappings.forEach(mapping -> translate(mapping, container, setMark));
  }

  private void enter(Chain all, List<Mapping> mappings) {
    TreeMap<String, List<PortRange>> byProtocol = new TreeMap<>();
    for (Mapping mapping : mappings) {
      byProtocol
          .computeIfAbsent(mapping.protocol(), any -> new ArrayList<>())
          .add(PortRange.of(mapping.hostPort()));
    }
    String comment = "dnat name: \"" + args.networkName() + "\" id: \"" + args.containerId() + "\"";
    byProtocol.forEach(
        (protocol, ports) ->
            NatTable.ensure(
                all,
                List.of(
                    new PacketMatch.Protocol(Protocols.number(protocol)),
                    new Match.Comment(comment),
                    new TransportMatch.Ports(Translation.DESTINATION, ports)),
                new Target.Jump(own())));
  }

  private void translate(Mapping mapping, Ipv4Prefix container, Chain setMark) {
    NatTable.ensure(
        own(), mapping.with(new PacketMatch.Source(container.network())), new Target.Jump(setMark));
    NatTable.ensure(
        own(),
        mapping.with(new PacketMatch.Source(Ipv4Prefix.of(Ipv4Address.LOOPBACK))),
        new Target.Jump(setMark));
    NatTable.ensure(
        own(),
        mapping.with(),
        new Target.DestinationNat(container.address(), Optional.of(mapping.containerPort())));
  }

  /** Removes all rules of this container; may be repeated. */
  void unforward() {
    nat.remove(chainName());
  }

  private Chain own() {
    return nat.chain(chainName());
  }

  private String chainName() {
    return NatTable.chainName("CNI-DN-", args.networkName(), args.containerId());
  }
}
