package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets that the rules ask about: collected first, then written where they differ. */
final class NpcSets {
  private static final String PREFIX = "weave-";

  /** What of a hash fits into a set's name, which has 31 characters at most. */
  private static final int HASH_LENGTH = 24;

  private record Contents(SetType type, List<? extends SetEntry> entries) {}

  private final IpSets sets;
  private final Map<String, Contents> wanted = new LinkedHashMap<>();

  NpcSets(IpSets sets) {
    this.sets = sets;
  }

  /** A set of addresses; its name, which follows from what it is about. */
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
    wanted.put(name, new Contents(type, entries));
    return name;
  }

  private static String hash(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(bytes).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** Writes what is wanted; before the rules that ask these sets. */
  void write() {
    wanted.forEach(
        (name, contents) -> {
          IpSet set = sets.find(name).orElseGet(() -> sets.create(name, contents.type()));
          if (!List.copyOf(set.entries()).equals(contents.entries())) {
            set.replaceAll(contents.entries());
          }
        });
  }

  /** Destroys what nobody wants any more; after the rules that asked them. */
  void sweep() {
    sets.all().stream()
        .map(IpSet::name)
        .filter(name -> name.startsWith(PREFIX) && !wanted.containsKey(name))
        .toList()
        .forEach(sets::destroy);
  }
}
