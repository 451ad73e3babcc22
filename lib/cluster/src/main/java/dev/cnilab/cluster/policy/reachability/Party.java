package dev.cnilab.cluster.policy.reachability;

import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.netsim.address.Ipv4Address;

/** One side of a connection. */
public sealed interface Party {
  /** A pod. */
  record InCluster(PolicyPod pod) implements Party {}

  /** An address that belongs to no pod. */
  record Outside(Ipv4Address address) implements Party {}
}
