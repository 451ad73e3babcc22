package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;

/**
 * The address and protocol of a server.
 *
 * @param tls whether over TLS
 */
public record HttpOrigin(boolean tls, Ipv4Address address, int port) {
  public Endpoint endpoint() {
    return new Endpoint(address, port);
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + endpoint();
  }
}
