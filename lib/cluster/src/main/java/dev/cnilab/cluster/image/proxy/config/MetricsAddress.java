package dev.cnilab.cluster.image.proxy.config;

import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;

/** Where kube-proxy reports its mode: {@code metricsBindAddress} of its configuration. */
public record MetricsAddress(Ipv4Address address, int port) {
  static final MetricsAddress DEFAULT = new MetricsAddress(Ipv4Address.parse("127.0.0.1"), 10249);

  /**
   * The address in the file, {@link #DEFAULT} for "".
   *
   * @throws IOException with kube-proxy's words if it is invalid
   */
  static MetricsAddress parse(String text) throws IOException {
    if (text.isEmpty()) {
      return DEFAULT;
    }
    int colon = text.lastIndexOf(':');
    try {
      return new MetricsAddress(
          Ipv4Address.parse(text.substring(0, Math.max(0, colon))),
          Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(
          "failed validate: KubeProxyConfiguration.MetricsBindAddress: Invalid value: \""
              + text
              + "\": must be IP:port",
          malformed);
    }
  }
}
