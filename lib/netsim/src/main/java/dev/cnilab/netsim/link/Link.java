package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.sysctl.LinkSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network device of a namespace. */
public abstract sealed class Link permits Loopback, Veth, Bridge, Vxlan, Ipip, Dummy, Nic, Stacked {
  private final Registration registration;
  private final LinkLayerAddress address;
  private final Mtu mtu;
  private final AlternativeNames alternativeNames = new AlternativeNames(this);
  private final LinkState state = new LinkState(this);
  private final BridgeMembership membership = new BridgeMembership(this);
  private final Egress egress = new Egress(this);
  private final Ipv6Autoconf ipv6 = new Ipv6Autoconf(this);
  private final LinkOptions options = new LinkOptions(this);
  private final AddressList addresses = new AddressList(this);
  private final LinkStatistics statistics = new LinkStatistics();
  private final Taps taps = new Taps();
  private final TrafficControl trafficControl = new TrafficControl(this);
  private final UpperLinks uppers = new UpperLinks();
  private final Ingress ingress;

  Link(Links links, String name, MacAddress address, int mtu) {
    this.address = new LinkLayerAddress(this, address);
    this.mtu = new Mtu(this, mtu);
    this.registration = new Registration(this, links, name);
    this.ingress = new Ingress(this, membership);
  }

  /** The links of the namespace it is in. */
  public final Links links() {
    return registration.links();
  }

  /** The settings of {@code ip link set} other than address, MTU and state. */
  public final LinkOptions options() {
    return options;
  }

  /** The settings under net.ipv4.conf and net.ipv4.neigh. */
  public final LinkSettings conf() {
    return registration.settings();
  }

  /** The interface index, unique in its namespace. */
  public final int index() {
    return registration.index();
  }

  public final String name() {
    return registration.name();
  }

  /**
   * Renames the link.
   *
   * @throws ErrnoException EEXIST if another link of the namespace has it, EINVAL if it is empty,
   *     longer than 15 characters or holds a slash, colon or space
   */
  public final void rename(String newName) {
    Caller.requireAdministrator();
    registration.rename(newName);
  }

  /** Further names under which it can be found. */
  public final AlternativeNames alternativeNames() {
    return alternativeNames;
  }

  public final MacAddress address() {
    return address.get();
  }

  /**
   * Sets the link-layer address. The neighbors are forgotten even if the address is the same
   * (dev_set_mac_address notifies of a change in any case).
   *
   * @throws ErrnoException EADDRNOTAVAIL if it is a multicast address or all zeros
   */
  public void setAddress(MacAddress newAddress) {
    Caller.requireAdministrator();
    address.set(newAddress);
  }

  final LinkLayerAddress linkLayerAddress() {
    return address;
  }

  /** Called when the link-layer address has changed. */
  void addressChanged() {}

  /** The largest IP packet it sends, in bytes. */
  public final int mtu() {
    return mtu.bytes();
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
    mtu.set(newMtu);
  }

  final Mtu largestPacket() {
    return mtu;
  }

  /** Whether it is administratively up (IFF_UP). */
  public final boolean isUp() {
    return state.isUp();
  }

  public final void setUp() {
    Caller.requireAdministrator();
    state.setUp();
  }

  public final void setDown() {
    Caller.requireAdministrator();
    state.setDown();
  }

  /**
   * Whether it has a carrier: {@code ip link} shows {@code LOWER_UP}, or otherwise {@code
   * NO-CARRIER}. A link without a medium always has one.
   */
  public boolean hasCarrier() {
    return true;
  }

  /** The links on top of this one, such as macvlan. */
  final UpperLinks uppers() {
    return uppers;
  }

  /** The link whose carrier comes and goes with this one's state. */
  Optional<? extends Link> otherEnd() {
    return Optional.empty();
  }

  /** Called when its carrier came or went. */
  void carrierChanged() {}

  /** Notifies the namespace's listeners of the link's present state. */
  final void announce() {
    links().peers().mention(this);
    links().listeners().forEach(listener -> listener.linkChanged(this));
  }

  /** The operational state; unknown for a link that is up and has no medium (RFC 2863). */
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }

  /** The index of the lower link or peer, as in {@code eth0@if2}; 0 if there is none. */
  public int lowerIndex() {
    return 0;
  }

  /** Its bridge port; empty if it is in no bridge. */
  public final Optional<BridgePort> port() {
    return Optional.ofNullable(membership.port());
  }

  /** The bridge it is attached to. */
  public final Optional<Bridge> master() {
    return port().map(BridgePort::bridge);
  }

  /**
   * Attaches it to a bridge, after detaching it from the present one.
   *
   * @throws ErrnoException EINVAL for loopback, for an IPIP tunnel, and for a bridge of another
   *     namespace; ELOOP for a bridge; EBUSY if links are stacked on it
   */
  public final void setMaster(Bridge bridge) {
    Caller.requireAdministrator();
    membership.set(bridge);
  }

  /** Detaches it from its bridge, if it is in one. */
  public final void clearMaster() {
    Caller.requireAdministrator();
    membership.clear();
  }

  /** Its IPv4 addresses, in the order in which Linux shows them. */
  public final List<LinkAddress> addresses() {
    return addresses.list();
  }

  /** Whether it is up, and what has become of its carrier. */
  public final LinkState state() {
    return state;
  }

  /** Its IPv4 configuration (in_device). */
  public final AddressList inet() {
    return addresses;
  }

  /** Its IPv6 address (inet6_dev). */
  public final Ipv6Autoconf inet6() {
    return ipv6;
  }

  public final LinkStatistics statistics() {
    return statistics;
  }

  /** The packet sockets that see every frame. */
  public final Taps taps() {
    return taps;
  }

  /** The queueing discipline and the filters that its frames pass. */
  public final TrafficControl trafficControl() {
    return trafficControl;
  }

  /**
   * Sends a frame whose addresses are set (dev_queue_xmit).
   *
   * @return false if the driver dropped it at once, which the sending program sees as ENOBUFS
   */
  public final boolean transmit(Skb skb) {
    return egress.transmit(skb);
  }

  final Egress egress() {
    return egress;
  }

  /** Passes a frame to the driver; false if the driver drops it at once. */
  abstract boolean send(Skb skb);

  final Ingress ingress() {
    return ingress;
  }

  /** The bytes that the statistics count for an incoming frame. */
  int lengthReceived(Skb skb) {
    return skb.frameLength();
  }

  final EventLoop loop() {
    return links().loop();
  }

  /**
   * Moves the link to another namespace, where it is down and has no addresses.
   *
   * @param newName its name there; null to keep the name
   * @throws ErrnoException EEXIST if the name is taken there, EINVAL for loopback and bridges
   */
  public final void moveTo(Links target, @Nullable String newName) {
    Caller.requireAdministrator();
    registration.moveTo(target, newName == null ? name() : newName);
  }

  /**
   * Deletes the link, the links on top of it, and a veth's peer.
   *
   * @throws ErrnoException EOPNOTSUPP for loopback
   */
  public void delete() {
    Caller.requireAdministrator();
    uppers.list().forEach(Link::delete);
    registration.leave();
  }

  /** Whether the link has not been deleted. */
  public final boolean exists() {
    return registration.isPresent();
  }

  @Override
  public final String toString() {
    return name() + " in " + links().namespace();
  }
}
