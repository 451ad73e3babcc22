package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;

/**
 * Where a server is and how it is spoken to.
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
