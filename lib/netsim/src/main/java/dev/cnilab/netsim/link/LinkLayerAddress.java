package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;

/** The MAC address of a link (dev_set_mac_address). */
final class LinkLayerAddress {
  private final Link link;
  private MacAddress address;

  LinkLayerAddress(Link link, MacAddress address) {
    this.link = link;
    this.address = address;
  }

  MacAddress get() {
    return address;
  }

  /** Like {@link Link#setAddress}. */
  void set(MacAddress newAddress) {
    if (!newAddress.isUnicast()) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
    replace(newAddress);
  }

  /** Takes the address that follows from another link's. */
  void follow(MacAddress newAddress) {
    if (!newAddress.equals(address)) {
      replace(newAddress);
    }
  }

  private void replace(MacAddress newAddress) {
    address = newAddress;
    link.addressChanged();
    link.links().layer().linkChanged(link, LinkChange.ADDRESS_CHANGED);
    link.announce();
    link.master().ifPresent(Bridge::portsChanged);
  }
}
