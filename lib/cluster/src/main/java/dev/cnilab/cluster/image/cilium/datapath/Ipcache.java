package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which node has the pods of a prefix: the map of that name, as far as tunnels need it. */
public final class Ipcache {
  private final Map<Ipv4Prefix, Ipv4Address> tunnelEndpoints = new HashMap<>();

  public void put(Ipv4Prefix pods, Ipv4Address node) {
    tunnelEndpoints.put(pods, node);
  }

  public void remove(Ipv4Prefix pods) {
    tunnelEndpoints.remove(pods);
  }

  /**
   * The node to which packets for an address are tunnelled; empty if it belongs to no other node.
   */
  Optional<Ipv4Address> tunnelEndpoint(Ipv4Address destination) {
    return tunnelEndpoints.entrySet().stream()
        .filter(each -> each.getKey().contains(destination))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
