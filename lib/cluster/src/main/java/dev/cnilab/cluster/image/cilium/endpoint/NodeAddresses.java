package dev.cnilab.cluster.image.cilium.endpoint;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The addresses of a node's range, and their owners. */
public final class NodeAddresses {
  private final Ipv4Prefix cidr;
  private final RandomGenerator random;
  private final Map<Ipv4Address, String> owners = new HashMap<>();

  public NodeAddresses(Ipv4Prefix cidr, RandomGenerator random) {
    this.cidr = cidr;
    this.random = random;
  }

  public Ipv4Prefix cidr() {
    return cidr;
  }

  /**
   * Any free address except the network's own and the broadcast address; empty if the range is
   * exhausted.
   */
  public Optional<Ipv4Address> allocate(String owner) {
    int usable = (1 << (32 - cidr.length())) - 2;
    int first = usable > 0 ? random.nextInt(usable) : 0;
    for (int i = 0; i < usable; i++) {
      Ipv4Address address = cidr.network().address().plus(1 + (first + i) % usable);
      if (owners.putIfAbsent(address, owner) == null) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** Marks an address as assigned since before the agent started. */
  public void claim(Ipv4Address address, String owner) {
    owners.put(address, owner);
  }

  void release(Ipv4Address address) {
    owners.remove(address);
  }
}
