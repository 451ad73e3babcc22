package dev.cnilab.cluster.image.flannel.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoStruct;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;

/**
 * The VXLAN settings in {@code net-conf.json}.
 *
 * @param port 0 for the kernel's default, 8472
 * @param mtu of the link to the other nodes, in bytes, from which that of the tunnel follows
 * @param learning whether the link learns from frames that come in
 * @param directRouting whether packets to nodes of the same subnet go without the tunnel
 */
record VxlanConfig(int vni, int port, int mtu, boolean learning, boolean directRouting) {
  private static final int DEFAULT_VNI = 1;

  static VxlanConfig parse(JsonNode backend, int defaultMtu) throws FlanneldExit {
    String attempt = "error decoding VXLAN backend config: ";
    try {
      GoStruct config = GoStruct.of("vxlan.VXLANConfig", backend);
      VxlanConfig read =
          new VxlanConfig(
              config.number("vni", DEFAULT_VNI),
              config.number("port", 0),
              config.number("mtu", defaultMtu),
              config.isSet("learning", false),
              config.isSet("directRouting", false));
      if (config.isSet("gbp", false)) {
        throw FlanneldExit.registering(attempt + "GBP is not modelled here; leave it out");
      }
      return read;
    } catch (GoJsonException wrong) {
      throw FlanneldExit.registering(attempt + wrong.getMessage());
    }
  }

  /** As flanneld logs it. */
  @Override
  public String toString() {
    return "VNI=%d Port=%d GBP=false Learning=%b DirectRouting=%b"
        .formatted(vni, port, learning, directRouting);
  }
}
