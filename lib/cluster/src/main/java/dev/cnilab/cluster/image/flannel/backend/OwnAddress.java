package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;

/** The address of a tunnel's link: the source of packets from the node itself to pods. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * Gives a link an address and removes any other of the network: {@code EnsureV4AddressOnLink}.
   */
  static void ensure(Link link, Ipv4Address address, Ipv4Prefix network) {
    Ipv4Prefix own = Ipv4Prefix.of(address);
    boolean has = false;
    for (LinkAddress each : link.addresses()) {
      if (each.local().equals(own)) {
        has = true;
      } else if (network.contains(each.address())) {
        link.inet().remove(each.local());
      }
    }
    if (!has) {
      link.inet().add(own);
    }
  }
}
