package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds addresses of one link without looking at all of them. */
final class AddressIndex {
  /** The addresses of each subnet, in the order in which they were added. */
  private final Map<Ipv4Prefix, Map<Ipv4Prefix, LinkAddress>> bySubnet = new HashMap<>(0);

  /** How many addresses of the link are this one, in whichever subnet. */
  private final Map<Ipv4Address, Integer> addresses = new HashMap<>(0);

  private final Map<Ipv4Address, Integer> broadcasts = new HashMap<>(0);

  /** Those of a subnet, in the order in which they were added. */
  Collection<LinkAddress> in(Ipv4Prefix subnet) {
    return Collections.unmodifiableCollection(bySubnet.getOrDefault(subnet, Map.of()).values());
  }

  /** The one of a subnet with that prefix. */
  Optional<LinkAddress> find(Ipv4Prefix subnet, Ipv4Prefix local) {
    return Optional.ofNullable(bySubnet.getOrDefault(subnet, Map.of()).get(local));
  }

  boolean has(Ipv4Address address) {
    return addresses.containsKey(address);
  }

  boolean hasBroadcast(Ipv4Address address) {
    return broadcasts.containsKey(address);
  }

  void put(LinkAddress added) {
    bySubnet
        .computeIfAbsent(added.network(), none -> new LinkedHashMap<>(1))
        .put(added.local(), added);
    count(addresses, added.address(), 1);
    count(broadcasts, added.broadcast(), 1);
  }

  /** Puts an address in the place of one with the same prefix and subnet. */
  void replace(LinkAddress present) {
    bySubnet.getOrDefault(present.network(), new HashMap<>()).put(present.local(), present);
  }

  void remove(LinkAddress removed) {
    Map<Ipv4Prefix, LinkAddress> subnet = bySubnet.getOrDefault(removed.network(), new HashMap<>());
    subnet.remove(removed.local());
    if (subnet.isEmpty()) {
      bySubnet.remove(removed.network());
    }
    count(addresses, removed.address(), -1);
    count(broadcasts, removed.broadcast(), -1);
  }

  private static void count(
      Map<Ipv4Address, Integer> counts, @Nullable Ipv4Address address, int more) {
    if (address != null) {
      counts.merge(address, more, (one, other) -> one + other == 0 ? null : one + other);
    }
  }
}
