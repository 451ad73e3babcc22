package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * The tunnel destination of a packet, for tunnels without settings of their own (struct
 * ip_tunnel_key).
 */
public record TunnelKey(int id, Ipv4Address remote, int port) {
  /** A destination at the link's own port. */
  public TunnelKey(int id, Ipv4Address remote) {
    this(id, remote, 0);
  }
}
