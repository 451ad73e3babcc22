package dev.cnilab.cluster.image.flannel.subnet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.VxlanFdb;
import java.util.Map;
import java.util.Optional;

/**
 * How a node's pods are reached, from its Node object.
 *
 * @param backendType such as {@code vxlan}; a backend ignores leases of another type
 * @param backendData as annotated: {@code {"VNI":1,"VtepMAC":"…"}} for VXLAN, {@code null} for
 *     backends that need only the address
 * @param vtep the entry of every flanneld's forwarding database; empty if the data has none
 * @param logged the text that every flanneld of the cluster logs for it
 */
public record Lease(
    Ipv4Prefix subnet,
    Ipv4Address publicIp,
    String backendType,
    String backendData,
    Optional<VxlanFdb.Remote> vtep,
    LeaseText logged) {
  static final String PREFIX = "flannel.alpha.coreos.com/";

  /** Reads a node; empty if no flanneld has annotated it yet, or if the annotations are invalid. */
  static Optional<Lease> of(KubeObject node) {
    Map<String, String> annotations = node.annotations();
    String cidr = node.text("/spec/podCIDR");
    if (!annotations.getOrDefault(PREFIX + "kube-subnet-manager", "").equals("true")
        || cidr.isEmpty()) {
      return Optional.empty();
    }
    String type = annotations.getOrDefault(PREFIX + "backend-type", "");
    String data = annotations.getOrDefault(PREFIX + "backend-data", "");
    try {
      Ipv4Prefix subnet = Ipv4Prefix.parse(cidr).network();
      Ipv4Address publicIp = Ipv4Address.parse(annotations.getOrDefault(PREFIX + "public-ip", ""));
      return Optional.of(
          new Lease(
              subnet,
              publicIp,
              type,
              data,
              mac(data).map(mac -> new VxlanFdb.Remote(mac, publicIp, null)),
              LeaseText.of(subnet, publicIp, type, data)));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Why the backend data has no VTEP, in the words of Go's decoder where it has any. */
  public String complaint() {
    try {
      GoJson.parse(backendData);
      return "no VtepMAC in " + backendData;
    } catch (GoJsonException invalid) {
      return String.valueOf(invalid.getMessage());
    }
  }

  private static Optional<MacAddress> mac(String data) {
    try {
      JsonNode mac = GoJson.parse(data).path("VtepMAC");
      return mac.isTextual() ? Optional.of(MacAddress.parse(mac.textValue())) : Optional.empty();
    } catch (GoJsonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
