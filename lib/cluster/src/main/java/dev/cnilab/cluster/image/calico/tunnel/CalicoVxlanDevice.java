package dev.cnilab.cluster.image.calico.tunnel;

import dev.cnilab.cluster.object.Digest;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import java.util.Optional;

/**
 * {@code vxlan.calico}: the VXLAN tunnel to other nodes' pods ({@code
 * felix/dataplane/linux/vxlan_mgr.go}).
 */
public record CalicoVxlanDevice(NetworkNamespace network) {
  /** The annotation in which a node publishes its link-layer address in the tunnel. */
  public static final String MAC = "projectcalico.org/VXLANTunnelMACAddr";

  private static final String NAME = "vxlan.calico";
  private static final int VNI = 4096;
  private static final int PORT = 4789;

  /** Creates or corrects it. */
  public Vxlan ensure(Link underlay, Ipv4Address local, int mtu, Ipv4Address address, String node) {
    VxlanSettings wanted =
        VxlanSettings.of(VNI).local(local).device(underlay).port(PORT).noLearning();
    Optional<Vxlan> found = find().filter(vxlan -> vxlan.settings().equals(wanted));
    if (found.isEmpty()) {
      network.links().find(NAME).ifPresent(Link::delete);
    }
    Vxlan link = found.orElseGet(() -> network.links().addVxlan(NAME, wanted));
    if (!link.address().equals(mac(node))) {
      link.setAddress(mac(node));
    }
    if (link.mtu() != mtu) {
      link.setMtu(mtu);
    }
    TunnelDevice.setAddress(link, Ipv4Prefix.of(address));
    if (!link.isUp()) {
      link.setUp();
    }
    return link;
  }

  Optional<Vxlan> find() {
    return network
        .links()
        .find(NAME)
        .flatMap(link -> link instanceof Vxlan vxlan ? Optional.of(vxlan) : Optional.empty());
  }

  /** The same after each start: {@code f} and a hash of the node's name. */
  public static MacAddress mac(String node) {
    byte[] hash = Digest.SHA_1.of(node);
    StringBuilder text = new StringBuilder("66");
    for (int i = 0; i < 5; i++) {
      text.append(':').append("%02x".formatted(hash[i] & 0xff));
    }
    return MacAddress.parse(text.toString());
  }
}
