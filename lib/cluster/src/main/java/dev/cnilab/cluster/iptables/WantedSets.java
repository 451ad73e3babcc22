package dev.cnilab.cluster.iptables;

import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent's sets: the wanted ones are collected first, then written where they differ. */
public final class WantedSets {
  private record Contents(SetType type, List<SetEntry> entries) {}

  private final IpSets sets;
  private final String prefix;
  private final Map<String, Contents> wanted = new LinkedHashMap<>();

  /**
   * Without any wanted sets.
   *
   * @param prefix the prefix of all set names that belong to this agent
   */
  public WantedSets(IpSets sets, String prefix) {
    this.sets = sets;
    this.prefix = prefix;
  }

  public void want(String name, SetType type, List<? extends SetEntry> entries) {
    wanted.put(name, new Contents(type, List.copyOf(entries)));
  }

  /** Writes the wanted sets; to be called before the rules that use them. */
  public void write() {
    wanted.forEach(
        (name, contents) -> {
          IpSet set = sets.find(name).orElseGet(() -> sets.create(name, contents.type()));
          if (!List.copyOf(set.entries()).equals(contents.entries())) {
            set.replaceAll(contents.entries());
          }
        });
  }

  /** Destroys the agent's unwanted sets; to be called after the rules that used them. */
  public void sweep() {
    sets.all().stream()
        .map(IpSet::name)
        .filter(name -> name.startsWith(prefix) && !wanted.containsKey(name))
        .toList()
        .forEach(sets::destroy);
  }
}
