package dev.cnilab.cluster.cni.plugin.meta.portmap;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.masquerade.NatTable;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.netfilter.rule.Accounts;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleAddresses;
import dev.cnilab.userland.netfilter.rule.parser.RuleParser;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of {@code portmap}: connections to a node's port go to the container's port. */
final class PortmapRules {
  private static final String SET_MARK = "CNI-HOSTPORT-SETMARK";

  private final CmdArgs args;
  private final PortmapOptions options;
  private final NatTable nat;

  PortmapRules(CmdArgs args, PortmapOptions options) {
    this.args = args;
    this.options = options;
    this.nat = NatTable.of(args.host());
  }

  /** The matches that all packets to the port share, followed by {@code more}. */
  private static List<Match> with(PortMapping mapping, Match... more) {
    List<Match> matches = new ArrayList<>(List.of(more));
    if (!mapping.hostIp().isEmpty()) {
      matches.add(new PacketMatch.Destination(Ipv4Prefix.of(Ipv4Address.parse(mapping.hostIp()))));
    }
    matches.add(new PacketMatch.Protocol(Protocols.number(mapping.protocol())));
    matches.add(
        new TransportMatch.DestinationPort(mapping.protocol(), PortRange.of(mapping.hostPort())));
    return matches;
  }

  /** Forwards the ports to a container's address. */
  void forward(List<PortMapping> mappings, Ipv4Prefix container) throws CniException {
    if (options.snat() && options.externalChain().isEmpty()) {
      prepareMasquerade();
    }
    Chain all = nat.chain("CNI-HOSTPORT-DNAT");
    for (String entry : List.of("PREROUTING", "OUTPUT")) {
      NatTable.ensure(
          nat.chain(entry),
          List.of(new KnowledgeMatch.AddressType(Translation.DESTINATION, RouteType.LOCAL)),
          new Target.Jump(all));
    }
    for (PortMapping mapping : mappings) {
      translate(mapping, container);
    }
    enter(all, mappings);
  }

  /** The chains that mark packets, and that give those with the mark the node's address. */
  private void prepareMasquerade() {
    NatTable.ensure(
        nat.chain(SET_MARK),
        List.of(new Match.Comment("CNI portfwd masquerade mark")),
        new Target.Mark(options.mark(), options.mark()));
    Chain masquerade = nat.chain("CNI-HOSTPORT-MASQ");
    NatTable.ensure(
        masquerade,
        List.of(new KnowledgeMatch.Mark(options.mark(), options.mark())),
        new Target.Masquerade(false));
    NatTable.ensureFirst(
        nat.chain("POSTROUTING"),
        List.of(new Match.Comment("CNI portfwd requiring masquerade")),
        new Target.Jump(masquerade));
  }

  private Chain setMark() throws CniException {
    String name = options.externalChain().orElse(SET_MARK);
    return nat.table()
        .chain(name)
        .orElseThrow(
            () -> new CniException("unable to setup DNAT: Chain '" + name + "' does not exist"));
  }

  private void enter(Chain all, List<PortMapping> mappings) throws CniException {
    TreeMap<String, List<PortRange>> byProtocol = new TreeMap<>();
    for (PortMapping mapping : mappings) {
      byProtocol
          .computeIfAbsent(mapping.protocol(), any -> new ArrayList<>())
          .add(PortRange.of(mapping.hostPort()));
    }
    String comment = "dnat name: \"" + args.networkName() + "\" id: \"" + args.containerId() + "\"";
    List<Match> conditions = conditions();
    byProtocol.forEach(
        (protocol, ports) -> {
          List<Match> matches = new ArrayList<>();
          conditions.stream().filter(PortmapRules::isOfHeader).forEach(matches::add);
          matches.add(new PacketMatch.Protocol(Protocols.number(protocol)));
          matches.add(new Match.Comment(comment));
          matches.add(new TransportMatch.Ports(Translation.DESTINATION, ports));
          conditions.stream().filter(each -> !isOfHeader(each)).forEach(matches::add);
          NatTable.ensure(all, matches, new Target.Jump(own()));
        });
  }

  /** Whether it is one of those that come first in a rule, wherever they were written. */
  private static boolean isOfHeader(Match match) {
    return (match instanceof Match.Not not ? not.match() : match) instanceof PacketMatch;
  }

  private List<Match> conditions() throws CniException {
    try {
      Accounts accounts = new Accounts(name -> Optional.empty(), name -> Optional.empty());
      return new RuleParser(nat.table(), RuleAddresses.IPV4, accounts)
          .parse(new IptablesWords(options.conditions()))
          .matches();
    } catch (ProgramException refused) {
      throw new CniException("unable to setup DNAT: " + refused.text().strip());
    }
  }

  private void translate(PortMapping mapping, Ipv4Prefix container) throws CniException {
    if (options.snat()) {
      Ipv4Prefix own = options.masqAll() ? Ipv4Prefix.DEFAULT : container.network();
      mark(mapping, own);
      if (!options.masqAll()) {
        mark(mapping, Ipv4Prefix.of(Ipv4Address.LOOPBACK));
      }
    }
    NatTable.ensure(
        own(),
        with(mapping),
        new Target.DestinationNat(container.address(), Optional.of(mapping.containerPort())));
  }

  private void mark(PortMapping mapping, Ipv4Prefix source) throws CniException {
    List<Match> matches =
        source.equals(Ipv4Prefix.DEFAULT)
            ? with(mapping) // iptables leaves out a condition that all addresses meet
            : with(mapping, new PacketMatch.Source(source));
    NatTable.ensure(own(), matches, new Target.Jump(setMark()));
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
