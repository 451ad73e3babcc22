package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.List;

/**
 * A tunnel that carries Ethernet frames in UDP to the VTEP given by its forwarding database
 * (drivers/net/vxlan). The outer packets use the namespace in which it was created.
 */
public final class Vxlan extends Link {
  /**
   * The bytes that the encapsulation adds to an IPv4 packet: Ethernet, VXLAN, UDP and IPv4 headers.
   */
  public static final int OVERHEAD = 50;

  private final Links underlay;
  private VxlanSettings settings;
  private final VxlanFdb fdb;

  Vxlan(Links links, String name, MacAddress address, VxlanSettings settings) {
    super(links, name, address, mtuBelow(settings));
    this.underlay = links;
    this.settings = settings;
    this.fdb = new VxlanFdb(loop(), links.memory().tables(), settings.ageing());
    if (settings.remote() != null) {
      fdb.append(new VxlanFdb.Remote(MacAddress.ZERO, settings.remote(), settings.device()));
    }
    underlay.tunnels().add(this);
  }

  private static int mtuBelow(VxlanSettings settings) {
    Link below = settings.device();
    return below == null ? 1500 : Math.max(below.mtu() - OVERHEAD, 68);
  }

  public VxlanSettings settings() {
    return settings;
  }

  /**
   * Changes its settings, as {@code ip link set … type vxlan}, except for identifier and port.
   *
   * @throws ErrnoException EOPNOTSUPP if one of those differs
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
      fdb.forget(MacAddress.ZERO);
    }
    settings = wanted;
    fdb.setAgeing(wanted.ageing());
    if (wanted.remote() != null) {
      fdb.append(new VxlanFdb.Remote(MacAddress.ZERO, wanted.remote(), wanted.device()));
    }
  }

  @Override
  public int lowerIndex() {
    Link below = settings.device();
    return below == null || below.links() != links() ? 0 : below.index();
  }

  /**
   * Sets the MTU in bytes.
   *
   * @throws ErrnoException EINVAL if it leaves no room for the encapsulation on the underlying link
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

  /** Its forwarding database, which maps MAC addresses to VTEPs. */
  public VxlanFdb fdb() {
    return fdb;
  }

  @Override
  boolean send(Skb skb) {
    if (settings.external()) {
      return sendByKey(skb);
    }
    List<VxlanFdb.Remote> targets = fdb.remotes(skb.destination());
    if (targets.isEmpty()) {
      targets = fdb.remotes(MacAddress.ZERO);
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

  private TunnelKey keyOf(VxlanFdb.Remote target) {
    int vni = target.vni() == 0 ? settings.vni() : target.vni();
    return new TunnelKey(vni, target.vtep(), target.port());
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

  /** Receives a frame taken out of an outer packet with this identifier, sent by a VTEP. */
  public void receive(Skb skb, int vni, Ipv4Address vtep) {
    if (!isUp()) {
      statistics().dropReceived();
      skb.drop(links(), DropReason.DEV_READY, name() + " is down");
    } else if (skb.source().equals(address())) {
      skb.drop(links(), DropReason.LOCAL_MAC, "the frame comes from this very link's address");
    } else if (settings.learning() && !fdb.learns(skb.source(), vtep)) {
      skb.drop(links(), DropReason.MAC_INVALID_SOURCE, skb.source() + " is behind another VTEP");
    } else {
      if (skb.isTraced()) {
        skb.note(links(), new Step.Decapsulated(name(), vni, vtep));
      }
      statistics().received(skb.payload().length());
      ingress().accept(skb);
    }
  }

  @Override
  public void delete() {
    Caller.requireAdministrator();
    super.delete();
    underlay.tunnels().remove(this);
  }
}
