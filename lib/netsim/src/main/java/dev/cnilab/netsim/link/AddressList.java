package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.LinkSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The IPv4 addresses of a link: the primary of each subnet, then the secondary ones (devinet.c).
 */
public final class AddressList {
  private final Link link;
  private List<LinkAddress> addresses = List.of();

  AddressList(Link link) {
    this.link = link;
  }

  List<LinkAddress> list() {
    return addresses;
  }

  /** Adds an address of scope global, without a broadcast address. */
  public LinkAddress add(Ipv4Prefix local) {
    return add(local, LinkAddress.Scope.GLOBAL, null);
  }

  /** As {@link #add(LinkAddress)}. */
  public LinkAddress add(
      Ipv4Prefix local, LinkAddress.Scope scope, @Nullable Ipv4Address broadcast) {
    return add(LinkAddress.of(local, scope, broadcast));
  }

  /**
   * Adds an address with the routes to it and to its subnet. The addresses present decide whether
   * it is a secondary one.
   *
   * @throws ErrnoException EEXIST if the link already has this address with this prefix, EINVAL if
   *     it has an address of this subnet with another scope
   */
  public LinkAddress add(LinkAddress wanted) {
    Caller.requireAdministrator();
    if (wanted.address().isAny()) {
      return wanted; // inet_insert_ifa ignores 0.0.0.0 without an error
    }
    boolean secondary = false;
    int afterLastPrimary = 0;
    for (int i = 0; i < addresses.size(); i++) {
      LinkAddress each = addresses.get(i);
      if (!each.secondary() && each.scope().compareTo(wanted.scope()) >= 0) {
        afterLastPrimary = i + 1;
      }
      if (each.network().equals(wanted.network())) {
        if (each.address().equals(wanted.address())) {
          throw new ErrnoException(Errno.EEXIST, "ipv4: Address already assigned");
        }
        if (each.scope() != wanted.scope()) {
          throw new ErrnoException(Errno.EINVAL, "ipv4: Invalid scope value");
        }
        secondary = true;
      }
    }
    LinkAddress added = wanted.asSecondary(secondary);
    List<LinkAddress> changed = new ArrayList<>(addresses);
    changed.add(secondary ? changed.size() : afterLastPrimary, added);
    addresses = List.copyOf(changed);
    link.links().listeners().forEach(listener -> listener.addressAdded(link, added));
    link.links().layer().addressAdded(link, added);
    awaitEnd(added);
    return added;
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
    addresses =
        addresses.stream().map(each -> each.equals(present.get()) ? changed : each).toList();
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
        addresses.stream()
            .filter(each -> each.secondary() && each.network().equals(found.network()))
            .toList();
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
    addresses.forEach(this::drop);
  }

  private void drop(LinkAddress address) {
    addresses = addresses.stream().filter(each -> !each.equals(address)).toList();
    link.links().listeners().forEach(listener -> listener.addressRemoved(link, address));
    link.links().layer().addressRemoved(link, address);
  }
}
