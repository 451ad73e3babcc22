package dev.cnilab.cluster.policy;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All policies and all pods with their own addresses at one moment. They determine what an agent
 * has to program on its node: the policies that isolate each of the node's pods, and the current
 * addresses for each peer and each named port of their rules.
 */
public record PolicySnapshot(List<NetworkPolicy> policies, List<PolicyPod> pods) {
  public PolicySnapshot {
    policies = List.copyOf(policies);
    pods = List.copyOf(pods);
  }

  /** The pods on a node. */
  public List<PolicyPod> podsOn(String node) {
    return pods.stream().filter(pod -> pod.node().equals(node)).toList();
  }

  /** The policies that isolate a pod in a direction; if there is none, everything is allowed. */
  public List<NetworkPolicy> isolating(PolicyPod pod, PolicyType direction) {
    return policies.stream().filter(policy -> policy.isolates(pod, direction)).toList();
  }

  /** The addresses of the pods that a policy selects. */
  public SortedSet<Ipv4Address> selected(NetworkPolicy policy) {
    SortedSet<Ipv4Address> addresses = new TreeSet<>();
    for (PolicyPod pod : pods) {
      if (pod.address() != null && policy.selects(pod)) {
        addresses.add(pod.address());
      }
    }
    return addresses;
  }

  /** The addresses of the pods that match a peer of a policy. */
  public SortedSet<Ipv4Address> addresses(NetworkPolicy policy, Peer.Pods peer) {
    SortedSet<Ipv4Address> addresses = new TreeSet<>();
    for (PolicyPod pod : pods) {
      if (pod.address() != null && peer.include(policy.namespace(), pod)) {
        addresses.add(pod.address());
      }
    }
    return addresses;
  }

  /**
   * What a named port resolves to at any destination. A rule with a named port matches if its peers
   * match <em>and</em> the destination is one of these; which pod the destination is need not be
   * known.
   */
  public SortedSet<PodPort> ports(PolicyPort.Named named) {
    SortedSet<PodPort> ports = new TreeSet<>();
    for (PolicyPod pod : pods) {
      OptionalInt number = pod.port(named.name(), named.protocol());
      if (pod.address() != null && number.isPresent()) {
        ports.add(new PodPort(pod.address(), named.protocol(), number.getAsInt()));
      }
    }
    return ports;
  }
}
