package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Felix's sets of addresses: collected first, then written where they differ. */
final class SetTable {
  private static final String OWN = "cali40";

  private record Contents(SetType type, List<SetEntry> entries) {}

  private final IpSets sets;
  private final Map<String, Contents> wanted = new LinkedHashMap<>();

  SetTable(IpSets sets) {
    this.sets = sets;
  }

  void addresses(String name, Collection<Ipv4Address> addresses) {
    nets(name, addresses.stream().map(Ipv4Prefix::of).toList());
  }

  void nets(String name, Collection<Ipv4Prefix> nets) {
    List<SetEntry> entries = new ArrayList<>();
    nets.forEach(net -> entries.add(new SetEntry.Net(net, false)));
    wanted.put(name, new Contents(SetType.HASH_NET, entries));
  }

  void ports(String name, Collection<SetEntry.AddressPort> ports) {
    wanted.put(name, new Contents(SetType.HASH_IP_PORT, new ArrayList<>(ports)));
  }

  /** Writes what is wanted; to be called before the rules that ask these sets. */
  void write() {
    wanted.forEach(
        (name, contents) -> {
          IpSet set = sets.find(name).orElseGet(() -> sets.create(name, contents.type()));
          if (!List.copyOf(set.entries()).equals(contents.entries())) {
            set.replaceAll(contents.entries());
          }
        });
  }

  /** Destroys sets of ours that are not wanted any more; after the rules that asked them. */
  void sweep() {
    sets.all().stream()
        .map(IpSet::name)
        .filter(name -> name.startsWith(OWN) && !wanted.containsKey(name))
        .toList()
        .forEach(sets::destroy);
  }
}
