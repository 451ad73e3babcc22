package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.address.Ipv4Address;

/** One end of a connection. */
public record Endpoint(Ipv4Address address, int port) {
  @Override
  public String toString() {
    return address + ":" + port;
  }
}
