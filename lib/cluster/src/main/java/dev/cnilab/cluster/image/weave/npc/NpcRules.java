package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.Peer;
import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.cluster.policy.PolicyPort;
import dev.cnilab.cluster.policy.PolicyRule;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch.InSet.Part;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.packet.Protocols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compiles all policies into the rules and sets of one node. */
final class NpcRules {
  private final PolicySnapshot snapshot;
  private final NpcChains chains;
  private final NpcSets sets;

  NpcRules(PolicySnapshot snapshot, NpcChains chains, NpcSets sets) {
    this.snapshot = snapshot;
    this.chains = chains;
    this.sets = sets;
  }

  /** Writes the sets and, after them, the rules. */
  void write() {
    List<Rule> ingressDefault = new ArrayList<>();
    List<Rule> egressDefault = new ArrayList<>();
    for (PolicyType direction : PolicyType.values()) {
      unrestricted(direction)
          .forEach(
              (namespace, addresses) -> {
                List<Match> matches = defaultAllow(namespace, direction, addresses);
                if (direction == PolicyType.INGRESS) {
                  ingressDefault.add(chains.accept(matches));
                } else {
                  egressDefault.addAll(chains.mark(matches));
                }
              });
    }
    List<Rule> ingress = new ArrayList<>();
    List<Rule> egress = new ArrayList<>();
    for (NetworkPolicy policy : snapshot.policies()) {
      allowed(policy, PolicyType.INGRESS).forEach(each -> ingress.add(chains.accept(each)));
      allowed(policy, PolicyType.EGRESS).forEach(each -> egress.addAll(chains.mark(each)));
    }
    sets.write();
    chains.write("WEAVE-NPC-DEFAULT", ingressDefault);
    chains.write("WEAVE-NPC-INGRESS", ingress);
    chains.write("WEAVE-NPC-EGRESS-DEFAULT", egressDefault);
    chains.write("WEAVE-NPC-EGRESS-CUSTOM", egress);
    sets.sweep();
  }

  /**
   * The addresses of all pods that no policy isolates, by namespace. Those on other nodes count as
   * well: connections to a NodePort are forwarded to them from here.
   */
  private Map<String, NavigableSet<Ipv4Address>> unrestricted(PolicyType direction) {
    Map<String, NavigableSet<Ipv4Address>> byNamespace = new TreeMap<>();
    for (PolicyPod pod : snapshot.pods()) {
      NavigableSet<Ipv4Address> addresses =
          byNamespace.computeIfAbsent(pod.namespace(), any -> new TreeSet<>());
      if (snapshot.isolating(pod, direction).isEmpty()) {
        Optional.ofNullable(pod.address()).ifPresent(addresses::add);
      }
    }
    return byNamespace;
  }

  private List<Match> defaultAllow(
      String namespace, PolicyType direction, NavigableSet<Ipv4Address> addresses) {
    String about =
        "DefaultAllow %s isolation for namespace: %s".formatted(direction.field(), namespace);
    String set = sets.addresses(about, addresses);
    return List.of(
        new KnowledgeMatch.InSet(
            set, List.of(direction == PolicyType.INGRESS ? Part.DST : Part.SRC)),
        new Match.Comment(about));
  }

  /** Alternative matches, one of which must apply for a policy to allow a connection. */
  private List<List<Match>> allowed(NetworkPolicy policy, PolicyType direction) {
    List<List<Match>> all = new ArrayList<>();
    String about = "pods: namespace: %s, selector: %s".formatted(policy.namespace(), policy.pods());
    Match subject =
        new KnowledgeMatch.InSet(
            sets.addresses(about, snapshot.selected(policy)),
            List.of(direction == PolicyType.INGRESS ? Part.DST : Part.SRC));
    for (PolicyRule rule : policy.rules(direction)) {
      for (Peer peer : rule.peers()) {
        for (PolicyPort port : rule.ports()) {
          peer(policy, direction, peer)
              .ifPresent(
                  other ->
                      all.add(combined(subject, other, port, policy + " " + direction.field())));
        }
      }
    }
    return all;
  }

  private List<Match> combined(Match subject, List<Match> other, PolicyPort port, String comment) {
    List<Match> matches = new ArrayList<>();
    switch (port) {
      case PolicyPort.Everything everything -> {}
      case PolicyPort.Range range -> {
        matches.add(new PacketMatch.Protocol(range.protocol().number()));
        if (!range.ports().equals(PolicyPort.ALL)) {
          matches.add(
              new TransportMatch.DestinationPort(
                  Protocols.name(range.protocol().number()).toLowerCase(Locale.ROOT),
                  range.ports()));
        }
      }
      case PolicyPort.Named named -> {
        matches.add(new PacketMatch.Protocol(named.protocol().number()));
        matches.add(new KnowledgeMatch.InSet(ports(named), List.of(Part.DST, Part.DST)));
      }
    }
    matches.add(subject);
    matches.addAll(other);
    matches.add(new Match.Comment(comment));
    return matches;
  }

  private String ports(PolicyPort.Named named) {
    return sets.ports(
        "port: " + named.protocol() + " " + named.name(),
        snapshot.ports(named).stream()
            .map(
                port ->
                    new SetEntry.AddressPort(port.address(), port.protocol().number(), port.port()))
            .toList());
  }

  /** The matches for the peer; empty if no address matches it. */
  private Optional<List<Match>> peer(NetworkPolicy policy, PolicyType direction, Peer peer) {
    Part part = direction == PolicyType.INGRESS ? Part.SRC : Part.DST;
    return switch (peer) {
      case Peer.Anyone anyone -> Optional.of(List.of());
      case Peer.Pods pods -> {
        String place =
            pods.namespaces() == null
                ? "namespace: " + policy.namespace()
                : "namespaces: selector: " + pods.namespaces();
        String set =
            sets.addresses(
                "pods: " + place + ", selector: " + pods.pods(), snapshot.addresses(policy, pods));
        yield Optional.of(List.of(new KnowledgeMatch.InSet(set, List.of(part))));
      }
      case Peer.Block block ->
          Optional.of(List.of(new KnowledgeMatch.InSet(block(block), List.of(part))));
      case Peer.Ipv6Block none -> Optional.empty();
    };
  }

  private String block(Peer.Block block) {
    List<SetEntry.Net> nets = new ArrayList<>();
    for (Ipv4Prefix half : halves(block.cidr())) {
      nets.add(new SetEntry.Net(half, false));
    }
    block.except().forEach(except -> nets.add(new SetEntry.Net(except, true)));
    return sets.nets("cidr: " + block.cidr() + ", except: " + block.except(), nets);
  }

  /** This kind of set cannot hold a prefix of length 0. */
  private static List<Ipv4Prefix> halves(Ipv4Prefix cidr) {
    return cidr.length() > 0
        ? List.of(cidr)
        : List.of(Ipv4Prefix.parse("0.0.0.0/1"), Ipv4Prefix.parse("128.0.0.0/1"));
  }
}
