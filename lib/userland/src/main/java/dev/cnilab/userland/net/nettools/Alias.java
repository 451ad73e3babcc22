package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.AddressLifetime;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import java.util.List;
import java.util.Optional;

/**
 * An address of a link that {@code ifconfig} shows as an interface of its own, such as {@code
 * eth0:1} (devinet_ioctl).
 *
 * @param name the address's label
 */
record Alias(Link link, String name) {
  /** The aliases of a link, by name. */
  static List<Alias> of(Link link) {
    return link.addresses().stream()
        .map(LinkAddress::label)
        .filter(label -> label.startsWith(link.name() + ":"))
        .distinct()
        .sorted()
        .map(label -> new Alias(link, label))
        .toList();
  }

  private Optional<LinkAddress> present() {
    return link.addresses().stream().filter(each -> each.label().equals(name)).findFirst();
  }

  /** As net-tools print it. */
  String text() {
    return InterfaceText.alias(link, name, present());
  }

  /** As busybox prints it. */
  String busyboxText() {
    return InterfaceText.busyboxAlias(link, name, present());
  }

  /** Gives it an address, in place of the present one; the link goes up. */
  void assign(Ipv4Prefix prefix) {
    present().ifPresent(each -> link.inet().remove(each.local()));
    add(prefix, prefix.broadcast());
    link.setUp();
  }

  /**
   * Changes the prefix length or the broadcast address.
   *
   * @throws ErrnoException EADDRNOTAVAIL if it has no address
   */
  void replace(Optional<Integer> length, Optional<Ipv4Address> broadcast) {
    LinkAddress before = required();
    Ipv4Prefix prefix = new Ipv4Prefix(before.address(), length.orElse(before.local().length()));
    link.inet().remove(before.local());
    add(prefix, broadcast.orElse(prefix.broadcast()));
  }

  /**
   * Deletes its address.
   *
   * @throws ErrnoException EADDRNOTAVAIL if it has none
   */
  void remove() {
    link.inet().remove(required().local());
  }

  private LinkAddress required() {
    return present().orElseThrow(() -> new ErrnoException(Errno.EADDRNOTAVAIL));
  }

  private void add(Ipv4Prefix prefix, Ipv4Address broadcast) {
    link.inet()
        .add(
            new LinkAddress(
                prefix,
                LinkAddress.Scope.GLOBAL,
                null,
                broadcast,
                name,
                0,
                true,
                AddressLifetime.FOREVER,
                false));
  }
}
