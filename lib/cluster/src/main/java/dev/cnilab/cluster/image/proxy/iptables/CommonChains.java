package dev.cnilab.cluster.image.proxy.iptables;

import static dev.cnilab.cluster.image.proxy.iptables.Matches.comment;

import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The chains that exist once on a node: where packets enter, and what applies to all Services. */
final class CommonChains {
  static final String SERVICES = "KUBE-SERVICES";
  static final String NODE_PORTS = "KUBE-NODEPORTS";
  static final String EXTERNAL = "KUBE-EXTERNAL-SERVICES";
  private static final String FORWARD = "KUBE-FORWARD";
  static final String FIREWALL = "KUBE-PROXY-FIREWALL";
  private static final String KUBELETS_FIREWALL = "KUBE-FIREWALL";
  private static final String POSTROUTING = "KUBE-POSTROUTING";
  private static final Match NEW =
      new KnowledgeMatch.ConnectionState(Set.of(KnowledgeMatch.ConnectionState.Name.NEW));

  private final Iptables tables;
  private final Table filter;
  private final Table nat;
  private final NodePortEntries nodePorts;

  /** The chains of a node, in the tables of one address family. */
  CommonChains(Iptables tables, NodePortEntries nodePorts) {
    this.tables = tables;
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
    Target firewall = PlacedRule.jump(filter, KUBELETS_FIREWALL);
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

  /** The rules that lead packets to a port. */
  List<PlacedRule> portals(ProxiedPort port) {
    return new Portals(tables, nodePorts, port).rules();
  }

  /**
   * Rewrites them for these ports, whose rules count from zero.
   *
   * @throws ErrnoException ENOMEM if there is no memory for the rules; all are then as before
   */
  void write(List<PlacedRule> portals) {
    List<PlacedRule> rules = new ArrayList<>(masquerade());
    rules.addAll(portals);
    rules.addAll(enterByNodePorts());
    rules.addAll(forward());
    PlacedRule.rewrite(nat, chains(), rules);
  }

  /** The chains that are rewritten as a whole; of both tables, which share the memory of a node. */
  private List<Chain> chains() {
    List<Chain> chains = new ArrayList<>();
    for (String name : List.of(SERVICES, EXTERNAL, NODE_PORTS, FORWARD, FIREWALL)) {
      chains.add(filter.ensureChain(name));
    }
    for (String name : List.of(SERVICES, NODE_PORTS, POSTROUTING, ServiceChains.MARK_MASQ)) {
      chains.add(nat.ensureChain(name));
    }
    return chains;
  }

  /** The weight of the rules in the chains that are rewritten as a whole. */
  long weight() {
    return chains().stream().mapToLong(Chain::weight).sum();
  }

  /** Packets to the node's addresses; {@code writeIPTablesRules} ends with these rules. */
  private List<PlacedRule> enterByNodePorts() {
    Target ports = PlacedRule.jump(nat, NODE_PORTS);
    return nodePorts.conditions().stream()
        .map(condition -> new PlacedRule(nat, SERVICES, condition, ports))
        .toList();
  }

  private List<PlacedRule> masquerade() {
    KnowledgeMatch.Mark marked = Matches.MASQUERADE;
    return List.of(
        new PlacedRule(nat, POSTROUTING, List.of(new Match.Not(marked)), new Target.Return()),
        new PlacedRule(nat, POSTROUTING, List.of(), new Target.Mark(marked.value(), 0)),
        new PlacedRule(
            nat,
            POSTROUTING,
            List.of(comment("kubernetes service traffic requiring SNAT")),
            new Target.Masquerade(true)),
        new PlacedRule(
            nat,
            ServiceChains.MARK_MASQ,
            List.of(),
            new Target.Mark(marked.value(), marked.mask())));
  }

  private List<PlacedRule> forward() {
    Match invalid =
        new KnowledgeMatch.ConnectionState(Set.of(KnowledgeMatch.ConnectionState.Name.INVALID));
    Match known =
        new KnowledgeMatch.ConnectionState(
            Set.of(
                KnowledgeMatch.ConnectionState.Name.RELATED,
                KnowledgeMatch.ConnectionState.Name.ESTABLISHED));
    return List.of(
        new PlacedRule(
            filter,
            FORWARD,
            List.of(invalid, new Match.Accounted("ct_state_invalid_dropped_pkts")),
            new Target.Drop()),
        new PlacedRule(
            filter,
            FORWARD,
            List.of(comment("kubernetes forwarding rules"), Matches.MASQUERADE),
            new Target.Accept()),
        new PlacedRule(
            filter,
            FORWARD,
            List.of(comment("kubernetes forwarding conntrack rule"), known),
            new Target.Accept()));
  }
}
