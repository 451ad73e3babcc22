package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.LinkSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The IPv4 addresses of a link: the primary of each subnet, then the secondary ones (devinet.c).
 */
public final class AddressList {
  private final Link link;
  private final List<LinkAddress> addresses = new ArrayList<>(0);
  private final AddressIndex index = new AddressIndex();

  /** A copy of the addresses; null if they have changed since it was made. */
  private @Nullable List<LinkAddress> listed = List.of();

  AddressList(Link link) {
    this.link = link;
  }

  List<LinkAddress> list() {
    List<LinkAddress> known = listed;
    if (known == null) {
      known = List.copyOf(addresses);
      listed = known;
    }
    return known;
  }

  public boolean isEmpty() {
    return addresses.isEmpty();
  }

  /** The addresses of a subnet, in the order in which they were added. */
  public Collection<LinkAddress> in(Ipv4Prefix subnet) {
    return index.in(subnet);
  }

  /** Whether this is one of them. */
  public boolean has(Ipv4Address address) {
    return index.has(address);
  }

  /** Whether one of them has this broadcast address. */
  public boolean hasBroadcast(Ipv4Address address) {
    return index.hasBroadcast(address);
  }

  /** Adds an address of scope global, without a broadcast address. */
  public LinkAddress add(Ipv4Prefix local) {
    return add(local, LinkAddress.Scope.GLOBAL, null);
  }

  /** Like {@link #add(LinkAddress)}. */
  public LinkAddress add(
      Ipv4Prefix local, LinkAddress.Scope scope, @Nullable Ipv4Address broadcast) {
    return add(LinkAddress.of(local, scope, broadcast));
  }

  /**
   * Adds an address with the routes to it and to its subnet. The addresses present decide whether
   * it is a secondary one.
   *
   * @throws ErrnoException EEXIST if the link already has this address with this prefix, EINVAL if
   *     it has an address of this subnet with another scope, ENOMEM if there is no memory for it
   */
  public LinkAddress add(LinkAddress wanted) {
    Caller.requireAdministrator();
    if (wanted.address().isAny()) {
      return wanted; // inet_insert_ifa ignores 0.0.0.0 without an error
    }
    Collection<LinkAddress> sharing = index.in(wanted.network());
    boolean secondary = !sharing.isEmpty();
    if (secondary) {
      requireFitting(wanted, sharing.iterator().next());
    }
    link.links().memory().addresses().add(1);
    LinkAddress added = wanted.asSecondary(secondary);
    addresses.add(secondary ? addresses.size() : afterLastPrimary(wanted.scope()), added);
    index.put(added);
    listed = null;
    link.links().listeners().forEach(listener -> listener.addressAdded(link, added));
    link.links().layer().addressAdded(link, added);
    awaitEnd(added);
    return added;
  }

  /**
   * Checks an address of a subnet that the link is in; all its addresses there have one scope.
   *
   * @param first the first one of that subnet
   */
  private void requireFitting(LinkAddress wanted, LinkAddress first) {
    if (first.scope() != wanted.scope() && !first.address().equals(wanted.address())) {
      throw new ErrnoException(Errno.EINVAL, "ipv4: Invalid scope value");
    }
    if (index.find(wanted.network(), wanted.local()).isPresent()) {
      throw new ErrnoException(Errno.EEXIST, "ipv4: Address already assigned");
    }
  }

  /** The place after the last primary address of this scope or a narrower one. */
  private int afterLastPrimary(LinkAddress.Scope scope) {
    int at = addresses.size();
    while (at > 0
        && (addresses.get(at - 1).secondary()
            || addresses.get(at - 1).scope().compareTo(scope) < 0)) {
      at--;
    }
    return at;
  }

  /**
   * Gives a present address another metric and lifetime, or adds it.
   *
   * @throws ErrnoException as {@link #add(LinkAddress)}
   */
  public void replace(LinkAddress wanted) {
    Caller.requireAdministrator();
    Optional<LinkAddress> present =
        addresses.stream().filter(each -> each.local().equals(wanted.local())).findFirst();
    if (present.isEmpty()) {
      add(wanted);
      return;
    }
    LinkAddress changed = present.get().as(wanted);
    addresses.set(addresses.indexOf(present.get()), changed);
    index.replace(changed);
    listed = null;
    if (changed.metric() != present.get().metric()) {
      link.links().layer().addressMetricChanged(link, present.get(), changed);
    }
    link.links().listeners().forEach(listener -> listener.addressAdded(link, changed));
    awaitEnd(changed);
  }

  /** Removes the address at the end of its lifetime (check_lifetime). */
  private void awaitEnd(LinkAddress address) {
    if (!address.lifetime().isPermanent()) {
      long left = address.lifetime().valid() - link.loop().nanoTime();
      link.loop().schedule(Math.max(0, left), () -> removeIfPresent(address));
    }
  }

  private void removeIfPresent(LinkAddress address) {
    if (addresses.contains(address)) {
      remove(address.local());
    }
  }

  /**
   * Removes an address. Removing the primary of a subnet removes its secondary addresses too,
   * unless promote_secondaries is set.
   *
   * @throws ErrnoException EADDRNOTAVAIL if the link does not have it
   */
  public void remove(Ipv4Prefix local) {
    Caller.requireAdministrator();
    LinkAddress found =
        addresses.stream()
            .filter(each -> each.local().equals(local))
            .findFirst()
            .orElseThrow(() -> new ErrnoException(Errno.EADDRNOTAVAIL, "ipv4: Address not found"));
    List<LinkAddress> followers =
        index.in(found.network()).stream().filter(LinkAddress::secondary).toList();
    if (found.secondary() || followers.isEmpty()) {
      drop(found);
    } else if (promotesSecondaries()) {
      drop(found);
      followers.forEach(this::drop);
      followers.forEach(each -> add(each));
    } else {
      followers.forEach(this::drop);
      drop(found);
    }
  }

  private boolean promotesSecondaries() {
    return link.links().sysctl().either(link.conf(), LinkSetting.PROMOTE_SECONDARIES);
  }

  void clear() {
    list().forEach(this::drop);
  }

  private void drop(LinkAddress address) {
    addresses.remove(address);
    link.links().memory().addresses().add(-1);
    index.remove(address);
    listed = null;
    link.links().listeners().forEach(listener -> listener.addressRemoved(link, address));
    link.links().layer().addressRemoved(link, address);
  }
}
