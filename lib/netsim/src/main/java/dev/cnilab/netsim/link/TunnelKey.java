package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;

/** Where a tunnel that has no settings of its own takes a packet (struct ip_tunnel_key). */
public record TunnelKey(int id, Ipv4Address remote, int port) {
  /** To the port that the link itself has. */
  public TunnelKey(int id, Ipv4Address remote) {
    this(id, remote, 0);
  }
}
