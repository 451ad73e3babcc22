package dev.cnilab.cluster.image.proxy.config;

import dev.cnilab.cluster.pflag.ValueType;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;

/**
 * Where kube-proxy listens: {@code healthzBindAddress} and {@code metricsBindAddress} of its
 * configuration.
 *
 * @param port 1 to 65535
 */
public record BindAddress(Ipv4Address address, int port) {
  /**
   * An address as it is configured; its port may be left out ({@code validateHostPort}).
   *
   * @param field its name in messages
   * @param initial what "" stands for
   * @throws IOException with kube-proxy's words if it is invalid
   */
  static BindAddress parse(String field, String text, BindAddress initial) throws IOException {
    if (text.isEmpty()) {
      return initial;
    }
    if (isAddress(text)) {
      return new BindAddress(Ipv4Address.parse(text), initial.port());
    }
    int colon = text.indexOf(':');
    if (colon < 0 || colon != text.lastIndexOf(':')) {
      throw invalid(field, text, "must be IP:port");
    }
    String host = text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!isAddress(host)) {
      throw invalid(field, host, "must be a valid IP");
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
      throw invalid(field, port, "must be a valid port");
    }
    return new BindAddress(Ipv4Address.parse(host), Integer.parseInt(port));
  }

  private static boolean isAddress(String text) {
    return ValueType.IP.complaint(text).isEmpty();
  }

  private static IOException invalid(String field, String value, String why) {
    return new IOException(
        "failed validate: KubeProxyConfiguration.%s: Invalid value: \"%s\": %s"
            .formatted(field, value, why));
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
