package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The IPv4 addresses of a link: the first of each subnet, then the secondary ones (devinet.c). */
final class AddressList {
  private final Link link;
  private List<LinkAddress> addresses = List.of();

  AddressList(Link link) {
    this.link = link;
  }

  List<LinkAddress> list() {
    return addresses;
  }

  LinkAddress add(Ipv4Prefix local, LinkAddress.Scope scope, @Nullable Ipv4Address broadcast) {
    boolean secondary = false;
    int afterLastPrimary = 0;
    for (int i = 0; i < addresses.size(); i++) {
      LinkAddress each = addresses.get(i);
      if (!each.secondary() && each.scope().compareTo(scope) >= 0) {
        afterLastPrimary = i + 1;
      }
      if (each.local().network().equals(local.network())) {
        if (each.address().equals(local.address())) {
          throw new ErrnoException(Errno.EEXIST, "ipv4: Address already assigned");
        }
        if (each.scope() != scope) {
          throw new ErrnoException(Errno.EINVAL, "ipv4: Invalid scope value");
        }
        secondary = true;
      }
    }
    LinkAddress added = new LinkAddress(local, scope, broadcast, secondary);
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
    if (!found.secondary()) {
      addresses.stream()
          .filter(each -> each.secondary() && each.local().network().equals(local.network()))
          .forEach(this::drop);
    }
    drop(found);
  }

  void clear() {
    addresses.forEach(this::drop);
  }

  private void drop(LinkAddress address) {
    addresses = addresses.stream().filter(each -> !each.equals(address)).toList();
    link.links().layer().addressRemoved(link, address);
  }
}
