package dev.cnilab.cluster.client.config;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import java.net.URI;

/** Where a program expects the API server. */
public record ApiAddress(Ipv4Address host, int port) {
  private static final int HTTPS = 443;

  /**
   * The address in a URL {@code https://HOST:PORT}.
   *
   * @throws IllegalArgumentException if the URL does not name an IPv4 address
   */
  public static ApiAddress ofUrl(String url) {
    URI uri = URI.create(url.contains("://") ? url : "https://" + url);
    return new ApiAddress(
        Ipv4Address.parse(String.valueOf(uri.getHost())),
        uri.getPort() < 0 ? HTTPS : uri.getPort());
  }

  public Endpoint endpoint() {
    return new Endpoint(host, port);
  }

  /** As Go prints it: {@code 10.96.0.1:443}. */
  public String hostPort() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "https://" + hostPort();
  }
}
