package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.Peer;
import dev.cnilab.cluster.policy.PolicyPort;
import dev.cnilab.cluster.policy.PolicyRule;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The chain of one policy in one direction ({@code felix/rules/policy.go}): a packet that a rule
 * allows gets the accept mark and leaves the chain.
 */
final class PolicyChain {
  private static final int MOST_PORTS = 15;

  private final NetworkPolicy policy;
  private final PolicyType direction;
  private final PolicySnapshot snapshot;
  private final ChainTable filter;
  private final SetTable sets;

  PolicyChain(
      NetworkPolicy policy,
      PolicyType direction,
      PolicySnapshot snapshot,
      ChainTable filter,
      SetTable sets) {
    this.policy = policy;
    this.direction = direction;
    this.snapshot = snapshot;
    this.filter = filter;
    this.sets = sets;
  }

  /** Its name: {@code cali-pi-_…} for packets to a pod, {@code cali-po-_…} for packets from it. */
  String name() {
    return LimitedId.chain(direction == PolicyType.INGRESS ? "cali-pi-" : "cali-po-", longName());
  }

  private String longName() {
    return policy.namespace() + "/knp.default." + policy.name();
  }

  void write() {
    filter.chain(name());
    for (PolicyRule rule : policy.rules(direction)) {
      for (Peer peer : rule.peers()) {
        for (List<Match> ports : ports(rule.ports())) {
          allow(peer, ports);
        }
      }
    }
  }

  private void allow(Peer peer, List<Match> ports) {
    switch (peer) {
      case Peer.Anyone anyone -> accept(List.of(), ports);
      case Peer.Pods pods -> accept(List.of(members(pods)), ports);
      case Peer.Block block when block.except().isEmpty() -> accept(net(block.cidr()), ports);
      case Peer.Block block -> allowBut(block, ports);
      case Peer.Ipv6Block none -> {}
    }
  }

  /** A rule cannot match two networks, so the exceptions clear a mark beforehand. */
  private void allowBut(Peer.Block block, List<Match> ports) {
    add(List.of(), Marks.ALL_BLOCKS.set());
    for (Ipv4Prefix except : block.except()) {
      add(net(except), Marks.ALL_BLOCKS.clear());
    }
    List<Match> matches = new ArrayList<>(ports);
    matches.add(Marks.ALL_BLOCKS.isSet());
    accept(net(block.cidr()), matches);
  }

  private void accept(List<Match> peer, List<Match> ports) {
    List<Match> matches = new ArrayList<>();
    for (boolean plain : new boolean[] {true, false}) {
      for (List<Match> part : List.of(peer, ports)) {
        part.stream().filter(match -> match.extension().isEmpty() == plain).forEach(matches::add);
      }
    }
    add(matches, Marks.ACCEPT.set());
    filter.add(name(), List.of(Marks.ACCEPT.isSet()), new Target.Return());
  }

  private void add(List<Match> matches, Target target) {
    List<Match> all = new ArrayList<>(matches);
    int plain = 0;
    while (plain < all.size() && all.get(plain).extension().isEmpty()) {
      plain++;
    }
    all.add(plain, new Match.Comment("Policy " + longName() + " " + direction.field()));
    filter.add(name(), all, target);
  }

  private List<Match> net(Ipv4Prefix prefix) {
    if (prefix.equals(Ipv4Prefix.DEFAULT)) {
      return List.of();
    }
    return List.of(
        direction == PolicyType.INGRESS
            ? new PacketMatch.Source(prefix)
            : new PacketMatch.Destination(prefix));
  }

  private Match members(Peer.Pods peer) {
    String place = peer.namespaces() == null ? policy.namespace() : peer.namespaces().toString();
    String set = LimitedId.set("s", place + " " + peer.pods());
    sets.addresses(set, snapshot.addresses(policy, peer));
    return new KnowledgeMatch.InSet(
        set,
        List.of(
            direction == PolicyType.INGRESS
                ? KnowledgeMatch.InSet.Part.SRC
                : KnowledgeMatch.InSet.Part.DST));
  }

  /** Alternative matches on protocol and port, one of which must apply. */
  private List<List<Match>> ports(List<PolicyPort> ports) {
    List<List<Match>> alternatives = new ArrayList<>();
    Map<TransportProtocol, List<PortRange>> numbers = new EnumMap<>(TransportProtocol.class);
    for (PolicyPort port : ports) {
      switch (port) {
        case PolicyPort.Everything everything -> alternatives.add(List.of());
        case PolicyPort.Range range when range.ports().equals(PolicyPort.ALL) ->
            alternatives.add(List.of(protocol(range.protocol())));
        case PolicyPort.Range range ->
            numbers.computeIfAbsent(range.protocol(), any -> new ArrayList<>()).add(range.ports());
        case PolicyPort.Named named -> alternatives.add(named(named));
      }
    }
    numbers.forEach(
        (protocol, ranges) -> {
          for (List<PortRange> some : inPortions(ranges)) {
            alternatives.add(
                List.of(
                    protocol(protocol), new TransportMatch.Ports(Translation.DESTINATION, some)));
          }
        });
    return alternatives;
  }

  /** As many as fit into one rule; a range counts as two. */
  private static List<List<PortRange>> inPortions(List<PortRange> ranges) {
    List<List<PortRange>> portions = new ArrayList<>();
    int room = 0;
    for (PortRange range : ranges) {
      int size = range.first() == range.last() ? 1 : 2;
      if (size > room) {
        portions.add(new ArrayList<>());
        room = MOST_PORTS;
      }
      portions.getLast().add(range);
      room -= size;
    }
    return portions;
  }

  private static Match protocol(TransportProtocol protocol) {
    return new PacketMatch.Protocol(protocol.number());
  }

  private List<Match> named(PolicyPort.Named named) {
    String set = LimitedId.set("n", named.protocol() + " " + named.name());
    sets.ports(
        set,
        snapshot.ports(named).stream()
            .map(
                port ->
                    new SetEntry.AddressPort(port.address(), port.protocol().number(), port.port()))
            .toList());
    return List.of(
        protocol(named.protocol()),
        new KnowledgeMatch.InSet(
            set, List.of(KnowledgeMatch.InSet.Part.DST, KnowledgeMatch.InSet.Part.DST)));
  }
}
