package dev.cnilab.cluster.image.calico.tunnel;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Vxlan;
import java.util.List;
import java.util.Optional;

/** {@code tunl0}: the IP-in-IP tunnel to other nodes' pods. */
public record TunnelDevice(NetworkNamespace network) {
  private static final String NAME = "tunl0";

  /** The largest MTU that fits into the pools' encapsulation; the underlay's if they use none. */
  public static int mtu(int underlay, List<IpPool> pools) {
    int overhead = 0;
    for (IpPool pool : pools) {
      overhead = Math.max(overhead, TunnelAddress.IPIP.isWantedBy(pool) ? Ipip.OVERHEAD : 0);
      overhead = Math.max(overhead, TunnelAddress.VXLAN.isWantedBy(pool) ? Vxlan.OVERHEAD : 0);
    }
    return underlay - overhead;
  }

  /** Creates or corrects it. */
  public Link ensure(int mtu, Ipv4Address address) {
    Link link =
        network.links().find(NAME).orElseGet(() -> network.links().addIpip(NAME, null, null));
    if (link.mtu() != mtu) {
      link.setMtu(mtu);
    }
    setAddress(link, Ipv4Prefix.of(address));
    if (!link.isUp()) {
      link.setUp();
    }
    return link;
  }

  /** Gives a link one address and removes all others. */
  static void setAddress(Link link, Ipv4Prefix own) {
    link.addresses().stream()
        .map(LinkAddress::local)
        .filter(other -> !other.equals(own))
        .forEach(link.inet()::remove);
    if (link.addresses().isEmpty()) {
      link.inet().add(own);
    }
  }

  public Optional<Link> find() {
    return network.links().find(NAME);
  }
}
