package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network device of a namespace. */
public abstract sealed class Link permits Loopback, Veth, Bridge, Vxlan, Nic {
  private Links links;
  private int index;
  private String name;
  private MacAddress address;
  private int mtu;
  private boolean up;
  private @Nullable BridgePort port;
  private final List<LinkAddress> addresses = new ArrayList<>();
  private final LinkStatistics statistics = new LinkStatistics();

  Link(Links links, int index, String name, MacAddress address, int mtu) {
    this.links = links;
    this.index = index;
    this.name = name;
    this.address = address;
    this.mtu = mtu;
  }

  /** The namespace's table in which this link is. */
  public final Links links() {
    return links;
  }

  /** The interface index, unique in its namespace. */
  public final int index() {
    return index;
  }

  public final String name() {
    return name;
  }

  /**
   * Gives the link another name.
   *
   * @throws ErrnoException EEXIST if another link of the namespace has it, EINVAL if it is empty,
   *     longer than 15 characters or holds a slash, colon or space
   */
  public final void rename(String newName) {
    links.checkName(newName);
    name = newName;
  }

  public final MacAddress address() {
    return address;
  }

  /**
   * Sets the link-layer address.
   *
   * @throws ErrnoException EADDRNOTAVAIL if it is a group's or all zeros
   */
  public void setAddress(MacAddress newAddress) {
    if (!newAddress.isUnicast()) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
    address = newAddress;
  }

  /** The largest IP packet it sends, in bytes. */
  public final int mtu() {
    return mtu;
  }

  public int minMtu() {
    return 68;
  }

  public int maxMtu() {
    return 65535;
  }

  /**
   * Sets the MTU in bytes.
   *
   * @throws ErrnoException EINVAL if it is less than {@link #minMtu} or more than {@link #maxMtu}
   */
  public void setMtu(int newMtu) {
    if (newMtu < minMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu less than device minimum.");
    }
    if (newMtu > maxMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu greater than device maximum.");
    }
    mtu = newMtu;
  }

  /** Whether it was set up by its administrator (IFF_UP). */
  public final boolean isUp() {
    return up;
  }

  public final void setUp() {
    up = true;
  }

  public final void setDown() {
    up = false;
  }

  /**
   * Whether the other end is there: what {@code NO-CARRIER} denies and {@code LOWER_UP} affirms.
   */
  public abstract boolean hasCarrier();

  public abstract OperState operState();

  /** The index of the link below or at the other end, as after the @ in {@code eth0@if2}; or 0. */
  public int lowerIndex() {
    return 0;
  }

  /** The bridge port it is; empty if it is in no bridge. */
  public final Optional<BridgePort> port() {
    return Optional.ofNullable(port);
  }

  /** The bridge it is a port of. */
  public final Optional<Bridge> master() {
    return port().map(BridgePort::bridge);
  }

  /** Makes it a port of a bridge, after taking it out of the present one. */
  public final void setMaster(Bridge bridge) {
    port = bridge.newPort(this);
  }

  /** Takes it out of its bridge, if it is in one. */
  public final void clearMaster() {
    port = null;
  }

  /** Its IPv4 addresses, in the order in which Linux shows them. */
  public final List<LinkAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** Adds an address of scope global, without a broadcast address. */
  public final LinkAddress addAddress(Ipv4Prefix local) {
    return addAddress(local, LinkAddress.Scope.GLOBAL, null);
  }

  /**
   * Adds an address; the routes to it and to its subnet follow.
   *
   * @throws ErrnoException EEXIST if the link has this address with this prefix already
   */
  public final LinkAddress addAddress(
      Ipv4Prefix local, LinkAddress.Scope scope, @Nullable Ipv4Address broadcast) {
    LinkAddress added = new LinkAddress(local, scope, broadcast, name, false);
    addresses.add(added);
    return added;
  }

  /**
   * Removes an address, and with the first of a subnet all its secondary ones.
   *
   * @throws ErrnoException EADDRNOTAVAIL if the link does not have it
   */
  public final void removeAddress(Ipv4Prefix local) {
    if (!addresses.removeIf(each -> each.local().equals(local))) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL, "ipv4: Address not found.");
    }
  }

  public final LinkStatistics statistics() {
    return statistics;
  }

  /**
   * Moves the link to another namespace, where it arrives down and without addresses.
   *
   * @param newName what it is called there; null to keep the name
   * @throws ErrnoException EEXIST if the name is taken there, EINVAL for loopback
   */
  public final void moveTo(Links target, @Nullable String newName) {
    links.remove(this);
    links = target;
    if (newName != null) {
      name = newName;
    }
    index = target.add(this);
  }

  /**
   * Deletes the link, and with a veth its peer.
   *
   * @throws ErrnoException EOPNOTSUPP for a link that can not be deleted
   */
  public void delete() {
    links.remove(this);
  }

  @Override
  public final String toString() {
    return name + "@" + links.namespace();
  }
}
