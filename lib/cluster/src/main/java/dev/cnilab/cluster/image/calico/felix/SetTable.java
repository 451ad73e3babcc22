package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.iptables.WantedSets;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Felix's sets of addresses: collected first, then written where they differ. */
final class SetTable {
  private static final String OWN = "cali40";

  private final WantedSets sets;

  SetTable(IpSets sets) {
    this.sets = new WantedSets(sets, OWN);
  }

  void addresses(String name, Collection<Ipv4Address> addresses) {
    nets(name, addresses.stream().map(Ipv4Prefix::of).toList());
  }

  void nets(String name, Collection<Ipv4Prefix> nets) {
    List<SetEntry> entries = new ArrayList<>();
    nets.forEach(net -> entries.add(new SetEntry.Net(net, false)));
    sets.want(name, SetType.HASH_NET, entries);
  }

  void ports(String name, Collection<SetEntry.AddressPort> ports) {
    sets.want(name, SetType.HASH_IP_PORT, List.copyOf(ports));
  }

  /** Writes the sets; before the rules that use them. */
  void write() {
    sets.write();
  }

  /** Destroys sets that are no longer needed; after the rules that used them. */
  void sweep() {
    sets.sweep();
  }
}
