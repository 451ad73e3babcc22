package dev.cnilab.cluster.policy.reachability;

import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.Peer;
import dev.cnilab.cluster.policy.PolicyPort;
import dev.cnilab.cluster.policy.PolicyRule;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.List;

/**
 * What policies allow between two parties, derived from the policies alone. An address block stands
 * for addresses outside the cluster, so the answer does not depend on the pods' addresses.
 */
public record Reachability(List<NetworkPolicy> policies) {
  public Reachability {
    policies = List.copyOf(policies);
  }

  /** The destination ports at which {@code from} reaches {@code to}. */
  public PortSet allowed(Party from, Party to) {
    return allowed(from, to, from, PolicyType.EGRESS)
        .intersection(allowed(from, to, to, PolicyType.INGRESS));
  }

  private PortSet allowed(Party from, Party to, Party subject, PolicyType direction) {
    if (!(subject instanceof Party.InCluster self)) {
      return PortSet.EVERYTHING;
    }
    List<NetworkPolicy> isolating =
        policies.stream().filter(policy -> policy.isolates(self.pod(), direction)).toList();
    if (isolating.isEmpty()) {
      return PortSet.EVERYTHING;
    }
    Party other = direction == PolicyType.EGRESS ? to : from;
    PortSet allowed = PortSet.NOTHING;
    for (NetworkPolicy policy : isolating) {
      for (PolicyRule rule : policy.rules(direction)) {
        if (rule.peers().stream().anyMatch(peer -> includes(policy, peer, other))) {
          for (PolicyPort port : rule.ports()) {
            allowed = allowed.union(ports(port, to));
          }
        }
      }
    }
    return allowed;
  }

  private static boolean includes(NetworkPolicy policy, Peer peer, Party other) {
    return switch (peer) {
      case Peer.Anyone anyone -> true;
      case Peer.Pods pods ->
          other instanceof Party.InCluster inside && pods.include(policy.namespace(), inside.pod());
      case Peer.Block block ->
          other instanceof Party.Outside outside && block.includes(outside.address());
      case Peer.Ipv6Block none -> false;
    };
  }

  private static PortSet ports(PolicyPort port, Party to) {
    return switch (port) {
      case PolicyPort.Everything everything -> PortSet.EVERYTHING;
      case PolicyPort.Range range -> PortSet.of(range.protocol(), range.ports());
      case PolicyPort.Named named -> {
        if (to instanceof Party.InCluster inside
            && inside.pod().port(named.name(), named.protocol()).isPresent()) {
          int number = inside.pod().port(named.name(), named.protocol()).getAsInt();
          yield PortSet.of(named.protocol(), PortRange.of(number));
        }
        yield PortSet.NOTHING;
      }
    };
  }
}
