package dev.cnilab.cluster.image.flannel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Vxlan;
import java.util.Optional;

/**
 * A node's end of the tunnel, as its Node object tells the other nodes: a lease.
 *
 * @param backendData as annotated: {@code {"VNI":1,"VtepMAC":"…"}}
 * @param forwarding the entry of every flanneld's forwarding database
 * @param logged what every flanneld of the cluster writes to its log of it
 */
record Vtep(
    Ipv4Prefix subnet,
    Ipv4Address publicIp,
    String backendData,
    Vxlan.Remote forwarding,
    VtepText logged) {
  static final String PREFIX = "flannel.alpha.coreos.com/";

  MacAddress mac() {
    return forwarding.address();
  }

  /** Reads a node; empty if no flanneld has annotated it yet, or with what cannot be read. */
  static Optional<Vtep> of(KubeObject node) {
    String data = node.annotations().getOrDefault(PREFIX + "backend-data", "");
    String ip = node.annotations().getOrDefault(PREFIX + "public-ip", "");
    boolean vxlan =
        node.annotations().getOrDefault(PREFIX + "backend-type", "").equals("vxlan")
            && node.annotations().getOrDefault(PREFIX + "kube-subnet-manager", "").equals("true");
    String cidr = node.text("/spec/podCIDR");
    if (!vxlan || data.isEmpty() || cidr.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode json = GoJson.parse(data);
      Ipv4Prefix subnet = Ipv4Prefix.parse(cidr).network();
      Ipv4Address publicIp = Ipv4Address.parse(ip);
      MacAddress mac = MacAddress.parse(json.path("VtepMAC").asText());
      return Optional.of(
          new Vtep(
              subnet,
              publicIp,
              data,
              new Vxlan.Remote(mac, publicIp, null),
              VtepText.of(subnet, publicIp, data)));
    } catch (GoJsonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
