package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set: a type, and entries of that type. */
public final class IpSet {
  private final SetType type;
  private final Set<SetEntry> entries = new LinkedHashSet<>();
  private String name;

  IpSet(String name, SetType type) {
    this.name = name;
    this.type = type;
  }

  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  public SetType type() {
    return type;
  }

  public Set<SetEntry> entries() {
    return Collections.unmodifiableSet(entries);
  }

  /**
   * As {@code ipset add}.
   *
   * @throws ErrnoException EEXIST if it is there already, EINVAL if it is of another type
   */
  public void add(SetEntry entry) {
    requireFitting(entry);
    if (!entries.add(entry)) {
      throw new ErrnoException(Errno.EEXIST);
    }
  }

  /**
   * As {@code ipset del}.
   *
   * @throws ErrnoException ENOENT if it is not there
   */
  public void remove(SetEntry entry) {
    if (!entries.remove(entry)) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  /**
   * Makes these all that is in it, as {@code ipset restore} does by way of a swap.
   *
   * @throws ErrnoException EINVAL if one is of another type
   */
  public void replaceAll(Collection<? extends SetEntry> all) {
    all.forEach(this::requireFitting);
    entries.clear();
    entries.addAll(all);
  }

  public void flush() {
    entries.clear();
  }

  private void requireFitting(SetEntry entry) {
    SetType fitting =
        switch (entry) {
          case SetEntry.Address address -> SetType.HASH_IP;
          case SetEntry.Net net -> SetType.HASH_NET;
          case SetEntry.AddressPort port -> SetType.HASH_IP_PORT;
          case SetEntry.Member member -> SetType.LIST_SET;
        };
    if (fitting != type) {
      throw new ErrnoException(Errno.EINVAL);
    }
  }

  /** Whether an entry stands for what is looked up; the sets of a list are asked in their order. */
  boolean contains(Lookup lookup, IpSets all) {
    return switch (type) {
      case HASH_IP -> entries.contains(new SetEntry.Address(lookup.address()));
      case HASH_NET -> containsPrefixOf(lookup);
      case HASH_IP_PORT ->
          entries.contains(
              new SetEntry.AddressPort(lookup.address(), lookup.protocol(), lookup.port()));
      case LIST_SET ->
          entries.stream()
              .anyMatch(
                  entry ->
                      entry instanceof SetEntry.Member member
                          && all.contains(member.set(), lookup));
    };
  }

  private boolean containsPrefixOf(Lookup lookup) {
    for (int length = 32; length >= 0; length--) {
      Ipv4Prefix prefix = new Ipv4Prefix(lookup.address(), length).network();
      if (entries.contains(new SetEntry.Net(prefix, true))) {
        return false;
      }
      if (entries.contains(new SetEntry.Net(prefix, false))) {
        return true;
      }
    }
    return false;
  }
}
