package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.cluster.iptables.WantedSets;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** The sets that the rules use: collected first, then written where they differ. */
final class NpcSets {
  private static final String PREFIX = "weave-";

  /** How much of a hash fits into a set's name of at most 31 characters. */
  private static final int HASH_LENGTH = 24;

  private final WantedSets sets;

  NpcSets(IpSets sets) {
    this.sets = new WantedSets(sets, PREFIX);
  }

  /** A set of addresses; returns its name, derived from its purpose. */
  String addresses(String about, Collection<Ipv4Address> addresses) {
    return want(about, SetType.HASH_IP, addresses.stream().map(SetEntry.Address::new).toList());
  }

  /** A set of prefixes, or of exceptions from them. */
  String nets(String about, List<SetEntry.Net> nets) {
    return want(about, SetType.HASH_NET, nets);
  }

  /** A set of addresses with a port. */
  String ports(String about, List<SetEntry.AddressPort> ports) {
    return want(about, SetType.HASH_IP_PORT, ports);
  }

  private String want(String about, SetType type, List<? extends SetEntry> entries) {
    String name = PREFIX + hash(about);
    sets.want(name, type, entries);
    return name;
  }

  private static String hash(String text) {
    byte[] hash = Digest.SHA_1.of(text);
    return Base64.getUrlEncoder().encodeToString(hash).substring(0, HASH_LENGTH);
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
