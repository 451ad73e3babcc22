package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.BridgeMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The chains for policies, and the rules that lead to them. */
final class NpcChains {
  private static final Ipv4Prefix MULTICAST = Ipv4Prefix.parse("224.0.0.0/4");
  private static final String BRIDGE = "weave";
  private static final String OTHER_NODES = "vethwe-bridge";

  /** The mark of packets that an egress rule allows. */
  private static final int ALLOWED = 0x40000;

  private static final Match NEW = state(KnowledgeMatch.ConnectionState.Name.NEW);
  private static final Match KNOWN =
      state(
          KnowledgeMatch.ConnectionState.Name.RELATED,
          KnowledgeMatch.ConnectionState.Name.ESTABLISHED);
  private static final Match NOT_ALLOWED = new Match.Not(new KnowledgeMatch.Mark(ALLOWED, ALLOWED));
  private static final Match BRIDGED = new BridgeMatch.Bridged();
  private static final Match FIRST =
      new Match.Comment("NOTE: this must go before '-j KUBE-FORWARD'");

  private final Table filter;

  NpcChains(NetworkNamespace node) {
    this.filter = node.iptables().table(TableName.FILTER);
  }

  private static Match state(KnowledgeMatch.ConnectionState.Name... names) {
    return new KnowledgeMatch.ConnectionState("state", Set.of(names));
  }

  /**
   * Creates them and the rules that lead to them: before all other rules, and with everything
   * dropped that is not allowed.
   */
  void ensure() {
    Chain ingress = ingress();
    Chain egress = egress();
    Chain forward = filter.ensureChain("FORWARD");
    List<Rule> rules =
        List.of(
            rule(new Target.Jump(egress), new PacketMatch.In(BRIDGE), FIRST),
            rule(new Target.Jump(ingress), new PacketMatch.Out(BRIDGE), FIRST),
            rule(new Target.Drop(), new PacketMatch.Out(BRIDGE)),
            rule(
                new Target.Accept(),
                new PacketMatch.In(BRIDGE),
                new Match.Not(new PacketMatch.Out(BRIDGE))));
    for (Rule each : rules.reversed()) {
      forward.ensureFirst(each);
    }
    filter
        .ensureChain("INPUT")
        .ensureLast(rule(new Target.Jump(egress), new PacketMatch.In(BRIDGE)));
  }

  private Chain ingress() {
    Chain chain = filter.ensureChain("WEAVE-NPC");
    chain.ensureLast(rule(new Target.Accept(), KNOWN));
    chain.ensureLast(rule(new Target.Accept(), new PacketMatch.Destination(MULTICAST)));
    chain.ensureLast(rule(new Target.Accept(), new BridgeMatch.Out(OTHER_NODES), BRIDGED));
    chain.ensureLast(jump("WEAVE-NPC-DEFAULT", NEW));
    chain.ensureLast(jump("WEAVE-NPC-INGRESS", NEW));
    return chain;
  }

  private Chain egress() {
    Chain accept = filter.ensureChain("WEAVE-NPC-EGRESS-ACCEPT");
    accept.ensureLast(rule(new Target.Mark(ALLOWED, ALLOWED)));
    Chain chain = filter.ensureChain("WEAVE-NPC-EGRESS");
    chain.ensureLast(rule(new Target.Accept(), KNOWN));
    chain.ensureLast(rule(new Target.Return(), new BridgeMatch.In(OTHER_NODES), BRIDGED));
    chain.ensureLast(
        rule(
            new Target.Return(),
            new KnowledgeMatch.AddressType(Translation.DESTINATION, RouteType.LOCAL)));
    chain.ensureLast(rule(new Target.Return(), new PacketMatch.Destination(MULTICAST)));
    chain.ensureLast(jump("WEAVE-NPC-EGRESS-DEFAULT", NEW));
    chain.ensureLast(jump("WEAVE-NPC-EGRESS-CUSTOM", NEW, NOT_ALLOWED));
    chain.ensureLast(rule(new Target.Drop(), NOT_ALLOWED));
    return chain;
  }

  private Rule jump(String chain, Match... matches) {
    return rule(new Target.Jump(filter.ensureChain(chain)), matches);
  }

  private static Rule rule(Target target, Match... matches) {
    return new Rule(List.of(matches), target);
  }

  /** Accepts an incoming connection. */
  Rule accept(List<Match> matches) {
    return new Rule(matches, new Target.Accept());
  }

  /** Accepts an outgoing connection: it gets the mark and leaves the chain. */
  List<Rule> mark(List<Match> matches) {
    Chain accept = filter.ensureChain("WEAVE-NPC-EGRESS-ACCEPT");
    List<Match> uncommented = new ArrayList<>(matches);
    uncommented.removeIf(Match.Comment.class::isInstance);
    return List.of(
        new Rule(matches, new Target.Jump(accept)), new Rule(uncommented, new Target.Return()));
  }

  /** Writes a chain's rules, if they have changed. */
  void write(String name, List<Rule> rules) {
    Chain chain = filter.ensureChain(name);
    if (!texts(chain.rules()).equals(texts(rules))) {
      chain.flush();
      rules.forEach(chain::append);
    }
  }

  private static List<String> texts(List<Rule> rules) {
    return rules.stream().map(Rule::toString).toList();
  }
}
