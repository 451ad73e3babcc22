package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * Someone with whom a BIRD is to have a session.
 *
 * @param protocol the name in BIRD's configuration: {@code Mesh_172_30_0_12}
 * @param as its AS number
 */
public record BgpNeighbor(String protocol, Ipv4Address address, long as) {
  /**
   * A neighbor named as in confd's template.
   *
   * @param kind {@code Mesh}, {@code Global} or {@code Node}
   */
  static BgpNeighbor of(String kind, Ipv4Address address, long as) {
    return new BgpNeighbor(kind + "_" + address.toString().replace('.', '_'), address, as);
  }
}
