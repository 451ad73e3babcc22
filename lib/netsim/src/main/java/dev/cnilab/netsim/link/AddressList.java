package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 addresses of a link: the primary of each subnet, then the secondary ones (devinet.c).
 */
final class AddressList {
  private final Link link;
  private List<LinkAddress> addresses = List.of();

  AddressList(Link link) {
    this.link = link;
  }

  List<LinkAddress> list() {
    return addresses;
  }

  LinkAddress add(LinkAddress wanted) {
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
    link.links().layer().addressAdded(link, added);
    return added;
  }

  void remove(Ipv4Prefix local) {
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
    } else if (link.promotesSecondaries()) {
      drop(found);
      followers.forEach(this::drop);
      followers.forEach(each -> add(each));
    } else {
      followers.forEach(this::drop);
      drop(found);
    }
  }

  void clear() {
    addresses.forEach(this::drop);
  }

  private void drop(LinkAddress address) {
    addresses = addresses.stream().filter(each -> !each.equals(address)).toList();
    link.links().layer().addressRemoved(link, address);
  }
}
