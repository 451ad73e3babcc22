package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.sysctl.LinkSetting;
import dev.cnilab.netsim.sysctl.LinkSettings;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network device of a namespace. */
public abstract sealed class Link permits Loopback, Veth, Bridge, Vxlan, Ipip, Dummy, Nic, Stacked {
  /** By how much a frame may exceed the MTU and pass all the same: a VLAN tag (VLAN_HLEN). */
  private static final int TOLERANCE = 4;

  private Links links;
  private LinkSettings settings;
  private int index;
  private String name;
  private MacAddress address;
  private int mtu;
  private boolean up;
  private boolean activated;
  private boolean carrierSeen;
  private int carrierChanges;
  private @Nullable BridgePort port;
  private final Ipv6Autoconf ipv6 = new Ipv6Autoconf(this);
  private final LinkOptions options = new LinkOptions();
  private final AddressList addresses = new AddressList(this);
  private final LinkStatistics statistics = new LinkStatistics();
  private final Taps taps = new Taps();
  private final TrafficControl trafficControl = new TrafficControl(this);
  private List<Stacked> stacked = List.of();
  private final Arrivals arrivals;

  Link(Links links, String name, MacAddress address, int mtu) {
    this.links = links;
    this.name = name;
    this.address = address;
    this.mtu = mtu;
    this.arrivals = new Arrivals(this);
    this.settings = links.sysctl().addLink(name);
    this.index = links.add(this, links.nextIndex());
  }

  /** The namespace's table in which this link is. */
  public final Links links() {
    return links;
  }

  /** What was set of it besides addresses and state. */
  public final LinkOptions options() {
    return options;
  }

  /** Its neighbours' addresses are void, as ARP was switched on or off. */
  public final void arpChanged() {
    links.layer().linkChanged(this, LinkChange.ADDRESS_CHANGED);
  }

  /** The settings under net.ipv4.conf and net.ipv4.neigh. */
  public final LinkSettings conf() {
    return settings;
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
    Caller.requireAdministrator();
    if (newName.equals(name)) {
      return;
    }
    links.checkName(newName);
    links.sysctl().renameLink(name, newName);
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
    Caller.requireAdministrator();
    if (!newAddress.isUnicast()) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
    changeAddress(newAddress);
  }

  final void changeAddress(MacAddress newAddress) {
    if (!newAddress.equals(address)) {
      address = newAddress;
      addressChanged();
      links.layer().linkChanged(this, LinkChange.ADDRESS_CHANGED);
      master().ifPresent(Bridge::portsChanged);
    }
  }

  /** What its cable leads to finds it by another address now. */
  void addressChanged() {}

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
    Caller.requireAdministrator();
    if (newMtu < minMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu less than device minimum");
    }
    if (newMtu > maxMtu()) {
      throw new ErrnoException(Errno.EINVAL, "mtu greater than device maximum");
    }
    changeMtu(newMtu);
  }

  final void changeMtu(int newMtu) {
    if (newMtu != mtu) {
      int before = mtu;
      mtu = newMtu;
      links.layer().mtuChanged(this, before);
      master().ifPresent(Bridge::portsChanged);
    }
  }

  /** Whether a frame of another link may be passed on to this one (is_skb_forwardable). */
  final boolean admits(Skb skb) {
    return skb.frameLength() <= mtu + EthernetFrame.HEADER + TOLERANCE;
  }

  /** Whether it was set up by its administrator (IFF_UP). */
  public final boolean isUp() {
    return up;
  }

  /** Whether it has ever been up in this namespace: since then it has a queue discipline. */
  public final boolean isActivated() {
    return activated;
  }

  public final void setUp() {
    Caller.requireAdministrator();
    if (!up) {
      up = true;
      activated = true;
      links.layer().linkChanged(this, LinkChange.UP);
      carrierMayHaveChanged();
      announce();
    }
  }

  public final void setDown() {
    Caller.requireAdministrator();
    if (up) {
      up = false;
      ipv6.down();
      links.layer().linkChanged(this, LinkChange.DOWN);
      carrierMayHaveChanged();
      announce();
    }
  }

  /**
   * Whether the other end is there: what {@code NO-CARRIER} denies and {@code LOWER_UP} affirms.
   */
  public abstract boolean hasCarrier();

  /** Tells those that depend on the carrier if it came or went. */
  void carrierMayHaveChanged() {
    boolean carrier = up && hasCarrier();
    if (carrier != carrierSeen) {
      carrierSeen = carrier;
      countCarrierChange();
      carrierChanged();
      if (carrier) {
        ipv6.carrierFound();
      }
      announce();
      links.layer().linkChanged(this, carrier ? LinkChange.CARRIER_FOUND : LinkChange.CARRIER_LOST);
      master().ifPresent(Bridge::portsChanged);
      stacked.forEach(Link::carrierMayHaveChanged);
    }
  }

  /** How often its carrier came or went; what has none of its own counts nothing. */
  public final int carrierChanges() {
    return carrierChanges;
  }

  final void countCarrierChange() {
    switch (this) {
      case Veth veth -> carrierChanges++;
      case Bridge bridge -> carrierChanges++;
      case Nic nic -> carrierChanges++;
      case Loopback loopback -> {}
      case Vxlan vxlan -> {}
      case Ipip ipip -> {}
      case Dummy dummy -> {}
      case Stacked upper -> {}
    }
  }

  /** The links that lie on this one. */
  public final List<Stacked> stacked() {
    return stacked;
  }

  final void stack(Stacked upper) {
    List<Stacked> more = new ArrayList<>(stacked);
    more.add(upper);
    stacked = List.copyOf(more);
  }

  final void unstack(Stacked upper) {
    stacked = stacked.stream().filter(each -> each != upper).toList();
  }

  /** Its carrier came or went. */
  void carrierChanged() {}

  /** Tells the listeners of its namespace what it is now, as any change of a link does. */
  void announce() {}

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

  /**
   * Makes it a port of a bridge, after taking it out of the present one.
   *
   * @throws ErrnoException EINVAL for loopback, ELOOP for a bridge, EBUSY if links lie on it
   */
  public final void setMaster(Bridge bridge) {
    Caller.requireAdministrator();
    switch (this) {
      case Loopback lo -> throw new ErrnoException(Errno.EINVAL);
      case Ipip tunnel -> throw new ErrnoException(Errno.EINVAL);
      case Bridge other ->
          throw new ErrnoException(Errno.ELOOP, "Can not enslave a bridge to a bridge");
      case Veth veth -> {}
      case Vxlan vxlan -> {}
      case Dummy dummy -> {}
      case Nic nic -> {}
      case Stacked upper -> {}
    }
    if (!stacked.isEmpty()) {
      throw new ErrnoException(Errno.EBUSY);
    }
    if (bridge.links() != links) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (master().filter(bridge::equals).isEmpty()) {
      clearMaster();
      port = bridge.addPort(this);
    }
  }

  /** Takes it out of its bridge, if it is in one. */
  public final void clearMaster() {
    Caller.requireAdministrator();
    if (port != null) {
      Bridge bridge = port.bridge();
      bridge.removePort(port);
      port = null;
      bridge.portsChanged();
    }
  }

  /** Its IPv4 addresses, in the order in which Linux shows them. */
  public final List<LinkAddress> addresses() {
    return addresses.list();
  }

  /**
   * The IPv6 address it gave itself when it first had a carrier: link-local, or ::1 for loopback;
   * empty while IPv6 is off.
   */
  public final Optional<Ipv6Address> ipv6Address() {
    return ipv6.address();
  }

  /** Whether it still looks whether another host has its IPv6 address (RFC 4862, 5.4). */
  public final boolean isIpv6AddressTentative() {
    return ipv6.isTentative();
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
    return addAddress(LinkAddress.of(local, scope, broadcast));
  }

  /** As the other; whether it is a secondary one follows from what the link has. */
  public final LinkAddress addAddress(LinkAddress wanted) {
    Caller.requireAdministrator();
    return addresses.add(wanted);
  }

  /**
   * Removes an address, and with the first of a subnet all its secondary ones.
   *
   * @throws ErrnoException EADDRNOTAVAIL if the link does not have it
   */
  public final void removeAddress(Ipv4Prefix local) {
    Caller.requireAdministrator();
    addresses.remove(local);
  }

  /** Whether the next address of a subnet takes the place of its first when that goes. */
  final boolean promotesSecondaries() {
    return links.sysctl().either(settings, LinkSetting.PROMOTE_SECONDARIES);
  }

  public final LinkStatistics statistics() {
    return statistics;
  }

  /** Those that see every frame. */
  public final Taps taps() {
    return taps;
  }

  /** The programs and the queue that its frames pass. */
  public final TrafficControl trafficControl() {
    return trafficControl;
  }

  /**
   * Sends a frame whose addresses are set (dev_queue_xmit).
   *
   * @return false if the driver dropped it at once, which a program sees as ENOBUFS
   */
  public final boolean transmit(Skb skb) {
    if (!up) {
      skb.drop(links, DropReason.DEV_READY, name + " is down");
      return true;
    }
    if (!hasCarrier()) {
      statistics.dropSent();
      skb.drop(links, DropReason.QDISC_DROP, name + " has no carrier");
      return true;
    }
    return trafficControl.holds(skb) || dequeue(skb);
  }

  /** Takes a frame from the queue before the driver, if there is one. */
  final boolean dequeue(Skb skb) {
    taps.saw(skb, Tap.Direction.OUT, loop());
    if (skb.isTraced()) {
      skb.note(links, new Step.Transmitted(name, skb.source(), skb.destination()));
    }
    return send(skb);
  }

  /** Hands a frame to the driver; false if that drops it at once. */
  abstract boolean send(Skb skb);

  /** Lets a frame arrive here after that time and a bit, never before an earlier one. */
  final void arriveAfter(long nanos, Skb skb) {
    arrivals.add(nanos, skb);
  }

  /** A frame arrived. */
  final void arrive(Skb skb) {
    if (!up) {
      dropArriving(skb, DropReason.DEV_READY, name + " is down");
      return;
    }
    statistics.received(lengthReceived(skb));
    accept(skb);
  }

  final void dropArriving(Skb skb, DropReason reason, String detail) {
    statistics.dropReceived();
    skb.drop(links, reason, detail);
  }

  /** What the statistics count of a frame that comes in. */
  int lengthReceived(Skb skb) {
    return skb.frameLength();
  }

  /** Passes a frame that came in to the bridge, or to the protocols. */
  final void accept(Skb skb) {
    taps.saw(skb, Tap.Direction.IN, loop());
    if (skb.isTraced()) {
      skb.note(links, new Step.Received(name, skb.source(), skb.destination()));
    }
    if (!trafficControl.admits(skb)) {
      return;
    }
    if (port != null) {
      port.bridge().receive(skb, port);
    } else if (isTakenAbove(skb)) {
      // One of the links that lie on this one has it.
    } else if (skb.destination().isMulticast() || skb.destination().equals(address)) {
      links.layer().receive(skb, this);
    } else {
      skb.drop(links, DropReason.OTHERHOST, "the frame is not for " + address);
    }
  }

  /** Hands a frame up to those that lie on this link; whether it was for one of them alone. */
  private boolean isTakenAbove(Skb skb) {
    for (Stacked upper : stacked) {
      if (upper.wants(skb)) {
        if (!skb.destination().isMulticast()) {
          upper.rise(skb);
          return true;
        }
        upper.rise(skb.copy());
      }
    }
    return false;
  }

  final EventLoop loop() {
    return links.loop();
  }

  /**
   * Moves the link to another namespace, where it arrives down and without addresses.
   *
   * @param newName what it is called there; null to keep the name
   * @throws ErrnoException EEXIST if the name is taken there, EINVAL for loopback and bridges
   */
  public final void moveTo(Links target, @Nullable String newName) {
    Caller.requireAdministrator();
    if (this instanceof Loopback || this instanceof Bridge) {
      throw new ErrnoException(Errno.EINVAL, "The interface netns is immutable");
    }
    String wanted = newName == null ? name : newName;
    if (target != links) {
      target.checkName(wanted);
      leave();
      links = target;
      activated = false;
      name = wanted;
      settings = target.sysctl().addLink(name);
      index = target.add(this, index);
      announce();
    } else {
      rename(wanted);
    }
  }

  /** Takes the link out of its namespace. */
  private void leave() {
    setDown();
    clearMaster();
    addresses.clear();
    links.layer().linkChanged(this, LinkChange.REMOVED);
    links.remove(this);
  }

  /**
   * Deletes the link, those that lie on it, and with a veth its peer.
   *
   * @throws ErrnoException EOPNOTSUPP for loopback
   */
  public void delete() {
    Caller.requireAdministrator();
    List.copyOf(stacked).forEach(Link::delete);
    leave();
  }

  /** Whether it has not been deleted. */
  public final boolean exists() {
    return links.find(index).filter(this::equals).isPresent();
  }

  @Override
  public final String toString() {
    return name + " in " + links.namespace();
  }
}
