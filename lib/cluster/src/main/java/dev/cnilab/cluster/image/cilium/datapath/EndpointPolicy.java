package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.Peer;
import dev.cnilab.cluster.policy.PodPort;
import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.cluster.policy.PolicyPort;
import dev.cnilab.cluster.policy.PolicyRule;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.cluster.policy.TransportProtocol;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What one pod may send and receive: its policy map. */
public final class EndpointPolicy {
  /** A pod that no policy selects. */
  public static final EndpointPolicy NONE = new EndpointPolicy(Map.of());

  /** What is allowed in each isolated direction. */
  private final Map<PolicyType, List<Allowed>> allowed;

  /** Connections with these peers and these destination ports. */
  private record Allowed(Predicate<Ipv4Address> peers, Predicate<Tuple> ports) {}

  private EndpointPolicy(Map<PolicyType, List<Allowed>> allowed) {
    this.allowed = allowed;
  }

  /** Compiles the effect of all policies on a pod. */
  public static EndpointPolicy of(PolicySnapshot snapshot, PolicyPod pod) {
    Map<PolicyType, List<Allowed>> allowed = new EnumMap<>(PolicyType.class);
    for (PolicyType direction : PolicyType.values()) {
      List<NetworkPolicy> isolating = snapshot.isolating(pod, direction);
      if (!isolating.isEmpty()) {
        List<Allowed> list = new ArrayList<>();
        for (NetworkPolicy policy : isolating) {
          for (PolicyRule rule : policy.rules(direction)) {
            list.add(compile(snapshot, policy, rule));
          }
        }
        allowed.put(direction, list);
      }
    }
    return new EndpointPolicy(allowed);
  }

  private static Allowed compile(PolicySnapshot snapshot, NetworkPolicy policy, PolicyRule rule) {
    return new Allowed(
        anyOf(rule.peers().stream().map(peer -> peer(snapshot, policy, peer)).toList()),
        anyOf(rule.ports().stream().map(port -> port(snapshot, port)).toList()));
  }

  private static <T> Predicate<T> anyOf(List<Predicate<T>> predicates) {
    return value -> predicates.stream().anyMatch(each -> each.test(value));
  }

  private static Predicate<Ipv4Address> peer(
      PolicySnapshot snapshot, NetworkPolicy policy, Peer peer) {
    return switch (peer) {
      case Peer.Anyone anyone -> address -> true;
      case Peer.Pods pods -> new HashSet<>(snapshot.addresses(policy, pods))::contains;
      case Peer.Block block -> {
        Set<Ipv4Address> managed = podAddresses(snapshot);
        // A block stands for external addresses: pods are identified by their labels alone.
        yield address -> block.includes(address) && !managed.contains(address);
      }
      case Peer.Ipv6Block none -> address -> false;
    };
  }

  private static Set<Ipv4Address> podAddresses(PolicySnapshot snapshot) {
    Set<Ipv4Address> addresses = new HashSet<>();
    snapshot.pods().forEach(pod -> Optional.ofNullable(pod.address()).ifPresent(addresses::add));
    return addresses;
  }

  private static Predicate<Tuple> port(PolicySnapshot snapshot, PolicyPort port) {
    return switch (port) {
      case PolicyPort.Everything everything -> tuple -> true;
      case PolicyPort.Range range ->
          tuple ->
              tuple.protocol() == range.protocol().number()
                  && range.ports().contains(tuple.destinationPort());
      case PolicyPort.Named named -> {
        Set<PodPort> ports = new HashSet<>(snapshot.ports(named));
        yield tuple -> destination(tuple).filter(ports::contains).isPresent();
      }
    };
  }

  private static Optional<PodPort> destination(Tuple tuple) {
    return Arrays.stream(TransportProtocol.values())
        .filter(protocol -> protocol.number() == tuple.protocol())
        .map(protocol -> new PodPort(tuple.destination(), protocol, tuple.destinationPort()))
        .findFirst();
  }

  /** Whether a connection may be opened. */
  boolean allows(PolicyType direction, Tuple tuple) {
    List<Allowed> list = allowed.get(direction);
    Ipv4Address peer = direction == PolicyType.EGRESS ? tuple.destination() : tuple.source();
    return list == null
        || list.stream().anyMatch(each -> each.peers().test(peer) && each.ports().test(tuple));
  }
}
