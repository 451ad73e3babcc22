package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Behind which node the pods of a prefix are: the map of that name, as far as tunnels need it. */
public final class Ipcache {
  private final Map<Ipv4Prefix, Ipv4Address> tunnelEndpoints = new HashMap<>();

  public void put(Ipv4Prefix pods, Ipv4Address node) {
    tunnelEndpoints.put(pods, node);
  }

  public void remove(Ipv4Prefix pods) {
    tunnelEndpoints.remove(pods);
  }

  /** The node to which the tunnel takes what is for an address; empty if it is no other node's. */
  Optional<Ipv4Address> tunnelEndpoint(Ipv4Address destination) {
    return tunnelEndpoints.entrySet().stream()
        .filter(each -> each.getKey().contains(destination))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
