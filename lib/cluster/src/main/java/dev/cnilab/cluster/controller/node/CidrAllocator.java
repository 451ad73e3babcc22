package dev.cnilab.cluster.controller.node;

import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Optional;
import java.util.Set;

/**
 * Divides the pod network among nodes: as many ranges as the mask allows, the lowest free one
 * first.
 *
 * @param clusterCidr the pod network
 * @param nodeMaskBits the length of each node's prefix, from that of the network to 30
 */
public record CidrAllocator(Ipv4Prefix clusterCidr, int nodeMaskBits) {
  public CidrAllocator {
    requireFit(clusterCidr, nodeMaskBits);
  }

  /**
   * Checks that a network can be divided this way.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static void requireFit(Ipv4Prefix clusterCidr, int nodeMaskBits) {
    if (nodeMaskBits < clusterCidr.length() || nodeMaskBits > 30) {
      throw new IllegalArgumentException(
          "a node's mask must have %d (as the pod network %s) to 30 bits, not %d"
              .formatted(clusterCidr.length(), clusterCidr, nodeMaskBits));
    }
  }

  /** The first unused range, if there is one. */
  Optional<Ipv4Prefix> next(Set<Ipv4Prefix> used) {
    int pieces = 1 << Math.min(30, nodeMaskBits - clusterCidr.length());
    for (int i = 0; i < pieces; i++) {
      Ipv4Prefix piece =
          new Ipv4Prefix(
              clusterCidr.network().address().plus(i << (32 - nodeMaskBits)), nodeMaskBits);
      if (!used.contains(piece)) {
        return Optional.of(piece);
      }
    }
    return Optional.empty();
  }
}
