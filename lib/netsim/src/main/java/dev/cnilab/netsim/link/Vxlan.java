package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel that carries Ethernet frames in UDP to the VTEP its forwarding database names
 * (drivers/net/vxlan). The outer packets travel in the namespace where it was made.
 */
public final class Vxlan extends Link {
  /** What the encapsulation adds to an IPv4 packet: Ethernet, VXLAN, UDP and IPv4 headers. */
  public static final int OVERHEAD = 50;

  private final Links underlay;
  private VxlanSettings settings;
  private final Map<MacAddress, List<Remote>> fdb = new LinkedHashMap<>();

  /**
   * Where frames to a MAC address are sent; the address all zeros stands for any other.
   *
   * @param port the UDP port there; 0 for the link's own
   * @param via the link of the underlay that was named with the VTEP; null for none
   * @param learnedAt when a frame last came from there, in nanoseconds of the loop; -1 for an entry
   *     of {@code bridge fdb}
   */
  public record Remote(
      MacAddress address, Ipv4Address vtep, int port, @Nullable Link via, long learnedAt) {
    /** An entry of {@code bridge fdb}, to the link's own port. */
    public Remote(MacAddress address, Ipv4Address vtep, @Nullable Link via) {
      this(address, vtep, 0, via, -1);
    }

    /** The same at another UDP port. */
    public Remote withPort(int other) {
      return new Remote(address, vtep, other, via, learnedAt);
    }

    private boolean isSamePlace(Remote other) {
      return vtep.equals(other.vtep) && port == other.port && via == other.via;
    }

    public boolean isLearned() {
      return learnedAt >= 0;
    }
  }

  Vxlan(Links links, String name, MacAddress address, VxlanSettings settings) {
    super(links, name, address, mtuBelow(settings));
    this.underlay = links;
    this.settings = settings;
    if (settings.remote() != null) {
      appendFdb(new Remote(MacAddress.ZERO, settings.remote(), settings.device()));
    }
    underlay.addTunnel(this);
  }

  private static int mtuBelow(VxlanSettings settings) {
    Link below = settings.device();
    return below == null ? 1500 : Math.max(below.mtu() - OVERHEAD, 68);
  }

  public VxlanSettings settings() {
    return settings;
  }

  /**
   * As {@code ip link set … type vxlan}: identifier and port stay, all else may change.
   *
   * @throws ErrnoException EOPNOTSUPP if these are to change
   */
  public void change(VxlanSettings wanted) {
    Caller.requireAdministrator();
    if (wanted.vni() != settings.vni()) {
      throw new ErrnoException(Errno.EOPNOTSUPP, "Cannot change VNI");
    }
    if (wanted.port() != settings.port()) {
      throw new ErrnoException(Errno.EOPNOTSUPP, "Cannot change port");
    }
    Ipv4Address before = settings.remote();
    if (before != null) {
      fdb.remove(MacAddress.ZERO);
    }
    settings = wanted;
    if (wanted.remote() != null) {
      appendFdb(new Remote(MacAddress.ZERO, wanted.remote(), wanted.device()));
    }
  }

  /** The links of the namespace in which the outer packets travel. */
  public Links underlay() {
    return underlay;
  }

  @Override
  public int lowerIndex() {
    Link below = settings.device();
    return below == null || below.links() != links() ? 0 : below.index();
  }

  /**
   * Sets the MTU in bytes.
   *
   * @throws ErrnoException EINVAL if it leaves no room for the encapsulation on the link below
   */
  @Override
  public void setMtu(int newMtu) {
    Caller.requireAdministrator();
    Link below = settings.device();
    if (below != null && newMtu > below.mtu() - OVERHEAD) {
      throw new ErrnoException(Errno.EINVAL);
    }
    super.setMtu(newMtu);
  }

  /** The forwarding database, in the order in which its entries were added. */
  public List<Remote> fdb() {
    fdb.keySet().stream().toList().forEach(this::remotes);
    return fdb.values().stream().flatMap(List::stream).toList();
  }

  /**
   * As {@code bridge fdb add}.
   *
   * @throws ErrnoException EEXIST if the address has an entry
   */
  public void addFdb(Remote entry) {
    Caller.requireAdministrator();
    if (!remotes(entry.address()).isEmpty()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replaceFdb(entry);
  }

  /** As {@code bridge fdb append}: one more VTEP for a group; a single address keeps its first. */
  public void appendFdb(MacAddress address, Ipv4Address vtep) {
    appendFdb(new Remote(address, vtep, null));
  }

  /** As the other. */
  public void appendFdb(Remote entry) {
    Caller.requireAdministrator();
    MacAddress address = entry.address();
    List<Remote> present = remotes(address);
    boolean group = address.isMulticast() || address.equals(MacAddress.ZERO);
    if (present.isEmpty() || group) {
      List<Remote> more = new ArrayList<>(present);
      more.removeIf(entry::isSamePlace);
      more.add(entry);
      fdb.put(address, List.copyOf(more));
    }
  }

  /** As {@code bridge fdb replace}: the only remote VTEP for the address. */
  public void replaceFdb(MacAddress address, Ipv4Address vtep) {
    replaceFdb(new Remote(address, vtep, null));
  }

  /** As the other. */
  public void replaceFdb(Remote entry) {
    Caller.requireAdministrator();
    fdb.put(entry.address(), List.of(entry));
  }

  /**
   * As {@code bridge fdb del} without {@code dst}: forgets all of an address.
   *
   * @throws ErrnoException ENOENT if nothing is known of it
   */
  public void removeFdb(MacAddress address) {
    Caller.requireAdministrator();
    if (remotes(address).isEmpty()) {
      throw new ErrnoException(Errno.ENOENT);
    }
    fdb.remove(address);
  }

  /** As {@code bridge fdb del … dst}; errors as {@link #removeFdb(MacAddress)}. */
  public void removeFdb(MacAddress address, Ipv4Address vtep) {
    removeFdb(new Remote(address, vtep, null));
  }

  /** As the other: an address that is known, but at other places, is left as it is. */
  public void removeFdb(Remote entry) {
    Caller.requireAdministrator();
    List<Remote> present = remotes(entry.address());
    List<Remote> kept = present.stream().filter(each -> !each.isSamePlace(entry)).toList();
    if (kept.isEmpty()) {
      removeFdb(entry.address());
    } else {
      fdb.put(entry.address(), kept);
    }
  }

  /** The VTEPs of an address, without those that were learned too long ago. */
  private List<Remote> remotes(MacAddress address) {
    List<Remote> remotes = fdb.getOrDefault(address, List.of());
    long oldest = loop().nanoTime() - settings.ageing().toNanos();
    if (remotes.isEmpty() || !remotes.get(0).isLearned() || remotes.get(0).learnedAt() > oldest) {
      return remotes;
    }
    fdb.remove(address);
    return List.of();
  }

  @Override
  public boolean hasCarrier() {
    return true;
  }

  @Override
  public OperState operState() {
    return isUp() ? OperState.UNKNOWN : OperState.DOWN;
  }

  @Override
  boolean send(Skb skb) {
    if (settings.external()) {
      return sendByKey(skb);
    }
    List<Remote> targets = remotes(skb.destination());
    if (targets.isEmpty()) {
      targets = remotes(MacAddress.ZERO);
    }
    if (targets.isEmpty()) {
      statistics().dropSent();
      skb.drop(
          links(),
          DropReason.NO_TX_TARGET,
          "no fdb entry of " + name() + " for " + skb.destination());
      return true;
    }
    int last = targets.size() - 1;
    for (int i = 0; i < last; i++) {
      tunnel(skb.copy(), keyOf(targets.get(i)));
    }
    return tunnel(skb, keyOf(targets.get(last)));
  }

  private TunnelKey keyOf(Remote target) {
    return new TunnelKey(settings.vni(), target.vtep(), target.port());
  }

  private boolean sendByKey(Skb skb) {
    TunnelKey key = skb.tunnelKey();
    if (key == null) {
      statistics().dropSent();
      skb.drop(links(), DropReason.TUNNEL_TXINFO, "nothing says where " + name() + " takes it");
      return true;
    }
    return tunnel(skb, key);
  }

  private boolean tunnel(Skb skb, TunnelKey key) {
    if (skb.isTraced()) {
      skb.note(links(), new Step.Encapsulated(name(), key.id(), key.remote()));
    }
    int length = skb.payload().length();
    NetworkLayer.Tunnelled tunnelled = underlay.layer().tunnel(this, key, skb);
    switch (tunnelled) {
      case SENT -> statistics().sent(length);
      case DROPPED -> statistics().dropSent();
      case WITHOUT_ROUTE -> statistics().findNoWay();
    }
    return tunnelled == NetworkLayer.Tunnelled.SENT;
  }

  /** A frame out of an outer packet with an identifier that came from a VTEP. */
  public void receive(Skb skb, int vni, Ipv4Address vtep) {
    if (!isUp()) {
      statistics().dropReceived();
      skb.drop(links(), DropReason.DEV_READY, name() + " is down");
    } else if (skb.source().equals(address())) {
      skb.drop(links(), DropReason.LOCAL_MAC, "the frame comes from this very link's address");
    } else if (settings.learning() && !learns(skb.source(), vtep)) {
      skb.drop(links(), DropReason.MAC_INVALID_SOURCE, skb.source() + " is behind another VTEP");
    } else {
      if (skb.isTraced()) {
        skb.note(links(), new Step.Decapsulated(name(), vni, vtep));
      }
      statistics().received(skb.payload().length());
      accept(skb);
    }
  }

  /** Notes where an address is; false if an entry made by hand says otherwise (vxlan_snoop). */
  private boolean learns(MacAddress source, Ipv4Address vtep) {
    List<Remote> known = remotes(source);
    if (known.stream().anyMatch(each -> !each.isLearned() && !each.vtep().equals(vtep))) {
      return false;
    }
    if (known.stream().allMatch(Remote::isLearned)) {
      fdb.put(source, List.of(new Remote(source, vtep, 0, null, loop().nanoTime())));
    }
    return true;
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    super.delete();
    underlay.removeTunnel(this);
  }
}
