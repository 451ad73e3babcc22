package dev.cnilab.netsim.neighbor;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The addresses of others that a host answers ARP requests for. */
public final class ProxiedAddresses {
  private static final Comparator<Ipv4Address> BY_NUMBER =
      (one, other) -> Integer.compareUnsigned(one.bits(), other.bits());

  private final Map<Link, SortedSet<Ipv4Address>> byLink = new LinkedHashMap<>(0);

  ProxiedAddresses() {}

  /** Like {@code ip neigh add proxy}: this host answers for that address on that link. */
  public void add(Ipv4Address address, Link link) {
    Caller.requireAdministrator();
    byLink.computeIfAbsent(link, none -> new TreeSet<>(BY_NUMBER)).add(address);
  }

  /**
   * Like {@code ip neigh del proxy}.
   *
   * @throws ErrnoException ENOENT if there is no such entry
   */
  public void delete(Ipv4Address address, Link link) {
    Caller.requireAdministrator();
    if (!byLink.getOrDefault(link, new TreeSet<>(BY_NUMBER)).remove(address)) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  /** All of them by link. */
  public Map<Link, SortedSet<Ipv4Address>> byLink() {
    return Collections.unmodifiableMap(byLink);
  }

  /** Whether this host answers for that address on that link. */
  public boolean has(Ipv4Address address, Link link) {
    return byLink.containsKey(link) && byLink.get(link).contains(address);
  }
}
