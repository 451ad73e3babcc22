package dev.cnilab.cluster.bootstrap;

import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.netsim.address.Ipv4Prefix;

/**
 * The addresses of pods.
 *
 * @param nodeMaskBits the prefix length of each node's range
 */
public record PodNetwork(Ipv4Prefix cidr, int nodeMaskBits) {
  public PodNetwork {
    CidrAllocator.requireFit(cidr, nodeMaskBits);
  }

  /** 10.244.0.0/16, a /24 for each node. */
  public static PodNetwork standard() {
    return new PodNetwork(Ipv4Prefix.parse("10.244.0.0/16"), 24);
  }

  /** For how many nodes there are ranges. */
  public int nodes() {
    return 1 << (nodeMaskBits - cidr.length());
  }
}
